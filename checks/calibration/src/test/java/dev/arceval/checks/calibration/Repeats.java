package dev.arceval.checks.calibration;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A seeded experiment repeated, and its figure printed with the Monte-Carlo error. The short form runs in every build,
 * {@code -Dcalibration=full} the full one; limits are widened in the short form by the error that fewer repeats add.
 */
final class Repeats {

    private static final boolean FULL = "full".equals(System.getProperty("calibration"));

    /** A correct experiment fails its limit once in a thousand. */
    private static final double STANDARD_ERRORS = 3.1;

    private final String name;
    private final int shortly;
    private final int fully;

    Repeats(String name, int shortly, int fully) {
        this.name = name;
        this.shortly = shortly;
        this.fully = fully;
    }

    /** Returns in what share of the repeats something happens. */
    double share(String what, Predicate<SplittableRandom> happens) {
        double share = IntStream.range(0, count())
                        .filter(repeat -> happens.test(random(repeat)))
                        .count()
                / (double) count();
        print(what, 100 * share, 100 * error(share, count()), "%");
        return share;
    }

    /** Returns the mean of a share that each repeat gives. */
    double mean(String what, ToDoubleFunction<SplittableRandom> value) {
        double[] values = IntStream.range(0, count())
                .mapToDouble(repeat -> value.applyAsDouble(random(repeat)))
                .toArray();
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(0);
        double squares = 0;
        for (double one : values) {
            squares += (one - mean) * (one - mean);
        }
        print(what, 100 * mean, 100 * Math.sqrt(squares / (values.length - 1.0) / values.length), "%");
        return mean;
    }

    /** Returns the median over the repeats. */
    double median(String what, ToDoubleFunction<SplittableRandom> value) {
        double[] sorted = IntStream.range(0, count())
                .mapToDouble(repeat -> value.applyAsDouble(random(repeat)))
                .sorted()
                .toArray();
        double half = Math.sqrt(sorted.length) / 2;
        int low = (int) Math.max(0, sorted.length / 2.0 - half);
        int high = (int) Math.min(sorted.length - 1.0, sorted.length / 2.0 + half);
        double median = sorted[sorted.length / 2];
        print(what, median, (sorted[high] - sorted[low]) / 2, "");
        return median;
    }

    /** Returns the limit of a share that must not be exceeded. */
    double atMost(double limit) {
        return limit + added(limit);
    }

    /** Returns the limit of a share that must be reached. */
    double atLeast(double limit) {
        return limit - added(limit);
    }

    private double added(double share) {
        return FULL ? 0 : STANDARD_ERRORS * (error(share, shortly) - error(share, fully));
    }

    private int count() {
        return FULL ? fully : shortly;
    }

    private SplittableRandom random(int repeat) {
        return new SplittableRandom(0x5DEECE66DL * (repeat + 1));
    }

    private static double error(double share, int repeats) {
        return Math.sqrt(share * (1 - share) / repeats);
    }

    private void print(String what, double figure, double error, String unit) {
        System.out.printf(
                Locale.ROOT, "%-62s %-28s %6.1f %s +- %.1f  (%d repeats)%n", name, what, figure, unit, error, count());
    }
}
