package dev.arceval.core.stats;

import java.util.Optional;

/**
 * Difference of two independent rates.
 *
 * <p>Hypothesis of {@code p.greater}: the current rate is not greater than the baseline rate. Up to
 * {@value #EXACT_UP_TO} trials in all the p-values are Boschloo's, unconditional and exact; beyond that they are Fisher's with
 * mid-p, whose level may exceed the nominal one slightly (at most 5.2 % for 5 %, rates of 2 to 10 %) and whose power is that
 * of the score test. The choice depends on the trials alone. The interval is Newcombe's.
 *
 * <p>Cost: up to 2 ms for Boschloo, otherwise about 75 standard deviations of the event count.
 *
 * <p>Sources: R. D. Boschloo, Statistica Neerlandica 24 (1970); H. O. Lancaster, JASA 56 (1961).
 */
public final class ProportionTest {

    private static final int EXACT_UP_TO = 400;

    private ProportionTest() {}

    /** Returns current rate minus baseline rate; empty when a side has no trials. */
    public static Optional<Estimate> compare(Proportion baseline, Proportion current, double confidence) {
        if (baseline.trials() == 0 || current.trials() == 0) {
            return Optional.empty();
        }
        Interval interval = Newcombe.of(
                baseline.rate(), baseline.wilson(confidence), current.rate(), current.wilson(confidence), 0);
        return Optional.of(new Estimate(current.rate() - baseline.rate(), interval, pValues(baseline, current)));
    }

    private static PValues pValues(Proportion baseline, Proportion current) {
        long events = baseline.events() + current.events();
        long trials = baseline.trials() + current.trials();
        if (events == 0 || events == trials) {
            return new PValues(1, 1);
        }
        return trials <= EXACT_UP_TO
                ? new PValues(Boschloo.greater(baseline, current), Boschloo.greater(current, baseline))
                : CountDistribution.hypergeometric(baseline, current).midP(current.events());
    }
}
