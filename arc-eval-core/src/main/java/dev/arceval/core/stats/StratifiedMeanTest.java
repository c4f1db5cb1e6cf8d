package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Common difference of means over strata: an average of differences within strata, the more precise ones weighing more.
 *
 * <p>A changed mix of strata, such as more traffic on a slow pattern, moves the pooled mean but not this one. Hypothesis of
 * {@code p.greater}: the current mean is on average not greater within strata. On log values {@link Estimate#exp()}
 * gives a ratio.
 *
 * <p>Strata fall into three tiers:
 * <ul>
 *   <li>with {@value #OWN_VARIANCE_FROM} values on each side, a stratum is compared with its own variances (Welch);
 *   <li>with fewer, but at least one on each side and three in all, strata are still compared each within itself but
 *       share one variance (the within estimator of a two-way layout);
 *   <li>the rest, mostly strata seen on one side only, is thrown together as one stratum called "other", if that gives it
 *       {@value #OWN_VARIANCE_FROM} values on each side or there is nothing else.
 * </ul>
 * Throwing the second tier into "other" as well would let a changed mix of small strata pass for a slow-down: with 100 values
 * a side in 20 patterns that alarmed in 12 % of cases at a level of 5 %.
 *
 * <p>Weights are inverse variances. For this purpose a variance is shrunk towards the pooled one with the weight of
 * {@value #PRIOR_DEGREES} values, otherwise a stratum that looks constant by luck would decide alone. The
 * variance of the result uses the unshrunk variances, with Satterthwaite's degrees of freedom.
 */
public final class StratifiedMeanTest {

    private static final int OWN_VARIANCE_FROM = 10;
    private static final int PRIOR_DEGREES = 20;

    private StratifiedMeanTest() {}

    /** The two samples of one stratum. */
    public record Stratum(Moments baseline, Moments current) {

        private long smallerCount() {
            return Math.min(baseline.count(), current.count());
        }

        private boolean isComparable() {
            return smallerCount() >= 1 && baseline.count() + current.count() >= 3;
        }

        private double difference() {
            return MeanTest.difference(baseline, current);
        }

        /** Returns the number of values a one-sample mean would need for the same precision. */
        private double effectiveSize() {
            return 1 / (1.0 / baseline.count() + 1.0 / current.count());
        }

        private double luckyDeal() {
            return ConstantSamples.luckyDeal(baseline.count(), current.count());
        }
    }

    /** Returns the weighted mean difference, current minus baseline; empty when no variance can be estimated. */
    public static Optional<Estimate> compare(List<Stratum> strata, double confidence) {
        List<Stratum> usable = withOther(strata);
        if (usable.isEmpty()) {
            return Optional.empty();
        }
        List<Part> parts = parts(usable);
        double pooled = pooledVariance(parts);
        return Optional.of(pooled == 0 ? compareConstants(usable, confidence) : average(parts, pooled, confidence));
    }

    /**
     * What is thrown together differs more than a stratum does, so it may not lend its variance to small strata or borrow
     * theirs: it needs enough values of its own, unless there is nothing else.
     */
    private static List<Stratum> withOther(List<Stratum> strata) {
        List<Stratum> usable = new ArrayList<>();
        Stratum other = new Stratum(new Moments(), new Moments());
        for (Stratum stratum : strata) {
            if (stratum.isComparable()) {
                usable.add(stratum);
            } else {
                other.baseline.merge(stratum.baseline);
                other.current.merge(stratum.current);
            }
        }
        if (other.smallerCount() >= (usable.isEmpty() ? 2 : OWN_VARIANCE_FROM)) {
            usable.add(other);
        }
        return usable;
    }

    private static List<Part> parts(List<Stratum> strata) {
        List<Part> parts = new ArrayList<>();
        List<Stratum> small = new ArrayList<>();
        for (Stratum stratum : strata) {
            if (stratum.smallerCount() >= OWN_VARIANCE_FROM) {
                parts.add(Part.withOwnVariances(stratum));
            } else {
                small.add(stratum);
            }
        }
        if (!small.isEmpty()) {
            parts.add(Part.withSharedVariance(small));
        }
        return parts;
    }

    private static double pooledVariance(List<Part> parts) {
        List<Spread> spreads =
                parts.stream().flatMap(part -> part.spreads.stream()).toList();
        return sum(spreads, spread -> spread.variance * spread.degrees) / sum(spreads, Spread::degrees);
    }

    private static Estimate average(List<Part> parts, double pooled, double confidence) {
        double totalPrecision = sum(parts, part -> part.precision(pooled));
        StudentT t = new StudentT();
        for (Part part : parts) {
            double weight = part.precision(pooled) / totalPrecision;
            for (Spread spread : part.spreads) {
                t.addPart(weight * weight * spread.variance / spread.size, spread.degrees);
            }
        }
        double difference = sum(parts, part -> part.precision(pooled) / totalPrecision * part.difference);
        return t.test(difference, confidence);
    }

    /** Strata that disagree in sign settle nothing; where they agree, their lucky deals multiply. */
    private static Estimate compareConstants(List<Stratum> strata, double confidence) {
        List<Stratum> changed =
                strata.stream().filter(stratum -> stratum.difference() != 0).toList();
        boolean disagree = changed.stream()
                        .map(stratum -> stratum.difference() > 0)
                        .distinct()
                        .count()
                > 1;
        double luckyDeal = (changed.isEmpty() ? strata : changed)
                .stream().mapToDouble(Stratum::luckyDeal).sorted().reduce(1, (a, b) -> a * b);
        return ConstantSamples.compare(averageDifference(strata), disagree ? 1 : luckyDeal, confidence);
    }

    private static double averageDifference(List<Stratum> strata) {
        return sum(strata, stratum -> stratum.effectiveSize() * stratum.difference())
                / sum(strata, Stratum::effectiveSize);
    }

    private static <T> double sum(List<T> terms, ToDoubleFunction<T> value) {
        ExactSum sum = new ExactSum();
        for (T term : terms) {
            sum.add(value.applyAsDouble(term));
        }
        return sum.value();
    }

    /** A difference whose variance is a sum over spreads. */
    private record Part(double difference, List<Spread> spreads) {

        static Part withOwnVariances(Stratum stratum) {
            return new Part(stratum.difference(), List.of(Spread.of(stratum.baseline), Spread.of(stratum.current)));
        }

        static Part withSharedVariance(List<Stratum> strata) {
            double squares = sum(strata, stratum -> squares(stratum.baseline) + squares(stratum.current));
            double degrees = sum(strata, stratum -> stratum.baseline.count() + stratum.current.count() - 2.0);
            Spread shared = new Spread(squares / degrees, degrees, sum(strata, Stratum::effectiveSize));
            return new Part(averageDifference(strata), List.of(shared));
        }

        double precision(double pooled) {
            return 1 / sum(spreads, spread -> spread.shrunkTo(pooled) / spread.size);
        }

        private static double squares(Moments sample) {
            return sample.variance().orElse(0) * (sample.count() - 1);
        }
    }

    /** A variance, the degrees of freedom it was estimated with, and the size of the mean it belongs to. */
    private record Spread(double variance, double degrees, double size) {

        static Spread of(Moments sample) {
            return new Spread(sample.variance().orElseThrow(), sample.count() - 1.0, sample.count());
        }

        double shrunkTo(double pooled) {
            return (degrees * variance + PRIOR_DEGREES * pooled) / (degrees + PRIOR_DEGREES);
        }
    }
}
