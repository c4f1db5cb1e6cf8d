package dev.arceval.core.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Common difference of rates over strata: Cochran–Mantel–Haenszel.
 *
 * <p>Hypothesis of {@code p.greater}: in no stratum is the current rate greater than the baseline rate. While the
 * conditional distribution of the event total has at most {@value #EXACT_UP_TO} values, its exact mid-p is used, however sparse the
 * strata; beyond, the normal limit without continuity correction. The value is the Mantel–Haenszel difference
 * of rates. Its interval is Newcombe's at the effective sample sizes of the weighted rates, which is slightly wide
 * when rates differ much between strata.
 *
 * <p>Sources: W. G. Cochran, Biometrics 10 (1954); N. Mantel, W. Haenszel, JNCI 22 (1959); X. Yan, X. G. Su,
 * "Stratified Wilson and Newcombe confidence intervals for multiple binomial proportions", Stat. Biopharm. Res. 2
 * (2010).
 */
public final class StratifiedProportionTest {

    private static final int EXACT_UP_TO = 2000;

    private static final Comparator<Stratum> BY_COUNTS = Comparator.comparingLong((Stratum s) -> s.baseline.trials())
            .thenComparingLong(s -> s.current.trials())
            .thenComparingLong(s -> s.baseline.events())
            .thenComparingLong(s -> s.current.events());

    private StratifiedProportionTest() {}

    /** The two samples of one stratum. */
    public record Stratum(Proportion baseline, Proportion current) {

        private boolean isComparable() {
            return baseline.trials() > 0 && current.trials() > 0;
        }

        private long trials() {
            return baseline.trials() + current.trials();
        }

        private long events() {
            return baseline.events() + current.events();
        }

        /** Returns how many values beside one the current event count can take when the margins are fixed. */
        private long width() {
            return Math.min(events(), current.trials()) - Math.max(0, events() - baseline.trials());
        }

        private double weight() {
            return (double) baseline.trials() * current.trials() / trials();
        }
    }

    /** Returns the weighted rate difference, current minus baseline; empty when no stratum has trials on both sides. */
    public static Optional<Estimate> compare(List<Stratum> strata, double confidence) {
        // Sorted, because floating-point sums depend on the order.
        List<Stratum> usable =
                strata.stream().filter(Stratum::isComparable).sorted(BY_COUNTS).toList();
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        WeightedRate baseline = WeightedRate.of(usable, Stratum::baseline);
        WeightedRate current = WeightedRate.of(usable, Stratum::current);
        Interval interval =
                Newcombe.of(baseline.rate, baseline.wilson(confidence), current.rate, current.wilson(confidence), 0);
        return Optional.of(new Estimate(current.rate - baseline.rate, interval, pValues(usable)));
    }

    private static PValues pValues(List<Stratum> strata) {
        long width = strata.stream().mapToLong(Stratum::width).sum();
        if (width == 0) {
            return new PValues(1, 1);
        }
        return width < EXACT_UP_TO ? exact(strata) : normal(strata);
    }

    private static PValues exact(List<Stratum> strata) {
        CountDistribution total = strata.stream()
                .map(stratum -> CountDistribution.hypergeometric(stratum.baseline, stratum.current))
                .reduce(CountDistribution::plus)
                .orElseThrow();
        return total.midP(strata.stream().mapToLong(s -> s.current.events()).sum());
    }

    private static PValues normal(List<Stratum> strata) {
        double excess = 0;
        double variance = 0;
        for (Stratum stratum : strata) {
            double n = stratum.trials();
            double share = stratum.events() / n;
            excess += stratum.current.events() - stratum.current.trials() * share;
            variance += stratum.weight() * share * (n - stratum.events()) / Math.max(1, n - 1);
        }
        double z = excess / Math.sqrt(variance);
        return new PValues(Confidence.NORMAL.survivalProbability(z), Confidence.NORMAL.cumulativeProbability(z));
    }

    /** A weighted mean of rates, with the number of trials that would give a plain rate the same precision. */
    private record WeightedRate(double rate, double effectiveTrials) {

        static WeightedRate of(List<Stratum> strata, Function<Stratum, Proportion> side) {
            double total = strata.stream().mapToDouble(Stratum::weight).sum();
            double rate = 0;
            double variance = 0;
            for (Stratum stratum : strata) {
                double weight = stratum.weight() / total;
                rate += weight * side.apply(stratum).rate();
                variance += weight * weight / side.apply(stratum).trials();
            }
            return new WeightedRate(Math.min(1, rate), 1 / variance);
        }

        Interval wilson(double confidence) {
            return Proportion.wilson(rate, effectiveTrials, confidence);
        }
    }
}
