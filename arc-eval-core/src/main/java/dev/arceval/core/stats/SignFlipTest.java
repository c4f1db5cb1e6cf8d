package dev.arceval.core.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * Mean of paired differences without assuming a distribution: the sign-flip permutation test.
 *
 * <p>Hypothesis of {@code p.greater}: the differences are symmetric around 0, so that each could as well have had the other
 * sign. With up to {@value #EXACT_UP_TO} differences that are not zero the p-value is exact, the share of all sign
 * patterns whose sum is at least the observed one; beyond, it is that of the t test, its limit. For differences of 0 and 1
 * it is the exact McNemar test. The interval is that of the t test; where it would be a point because nothing differs it is
 * the caller's to widen.
 *
 * <p>Cost: 2<sup>11</sup> sums and their sorting at most.
 *
 * <p>Source: R. A. Fisher, The Design of Experiments (1935), 21; E. Pitman, JRSS Suppl. 4 (1937).
 */
public final class SignFlipTest {

    private static final int EXACT_UP_TO = 20;

    /** Sums that differ by less than this share of the largest one are ties that rounding has split. */
    private static final double TIE = 1e-10;

    private SignFlipTest() {}

    /** Returns the mean difference, current minus baseline; empty below two differences. */
    public static Optional<Estimate> compare(double[] differences, double confidence) {
        Optional<Estimate> limit = PairedMeanTest.compare(Moments.of(differences), confidence);
        double[] changed =
                Arrays.stream(differences).filter(difference -> difference != 0).toArray();
        if (limit.isEmpty() || changed.length > EXACT_UP_TO) {
            return limit;
        }
        PValues exact = new PValues(greater(changed), greater(negated(changed)));
        return limit.map(estimate -> new Estimate(estimate.value(), estimate.interval(), exact));
    }

    /** Whether the p-value of so many differences that are not zero is exact. */
    public static boolean isExact(double[] differences) {
        return Arrays.stream(differences).filter(difference -> difference != 0).count() <= EXACT_UP_TO;
    }

    /** Each sum is one of the first half of the differences plus one of the second: two sorted lists are walked once. */
    private static double greater(double[] changed) {
        double[] magnitudes = Arrays.stream(changed).map(Math::abs).sorted().toArray();
        double observed = Arrays.stream(changed).sorted().sum();
        double total = Arrays.stream(magnitudes).sum();
        double[] left = signedSums(Arrays.copyOfRange(magnitudes, 0, magnitudes.length / 2));
        double[] right = signedSums(Arrays.copyOfRange(magnitudes, magnitudes.length / 2, magnitudes.length));
        double least = observed - TIE * total;
        long atLeast = 0;
        int from = right.length;
        for (double sum : left) {
            while (from > 0 && sum + right[from - 1] >= least) {
                from--;
            }
            atLeast += right.length - from;
        }
        return (double) atLeast / ((double) left.length * right.length);
    }

    private static double[] signedSums(double[] magnitudes) {
        double[] sums = new double[1 << magnitudes.length];
        for (int i = 0; i < magnitudes.length; i++) {
            for (int j = (1 << i) - 1; j >= 0; j--) {
                sums[j | 1 << i] = sums[j] + magnitudes[i];
                sums[j] -= magnitudes[i];
            }
        }
        Arrays.sort(sums);
        return sums;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }
}
