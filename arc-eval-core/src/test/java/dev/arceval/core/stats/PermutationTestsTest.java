package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests that flip signs and deal labels anew. */
class PermutationTestsTest {

    /**
     * SciPy 1.17: {@code permutation_test((x,), np.mean, permutation_type='samples', n_resamples=np.inf,
     * alternative='greater')}, the same with {@code 'less'}, and {@code ttest_1samp(x, 0).confidence_interval(.95)}.
     */
    @Test
    void signFlip_ofFewDifferences_isExact() {
        double[] differences = {0.5, -0.25, 1, 0, 0.75, 0.25, -0.5, 1, 0.5, 0};

        Estimate estimate = SignFlipTest.compare(differences, .95).orElseThrow();

        assertThat(estimate.value()).isCloseTo(.325, within(1e-12));
        assertThat(estimate.p().greater()).isCloseTo(.0546875, within(1e-12));
        assertThat(estimate.p().less()).isCloseTo(.97265625, within(1e-12));
        assertThat(estimate.interval().lower()).isCloseTo(-.0429628855571752, within(1e-9));
        assertThat(estimate.interval().upper()).isCloseTo(.6929628855571752, within(1e-9));
    }

    @Test
    void signFlip_ofZerosAndOnes_isMcNemarsExactTest() {
        double[] differences = {1, 1, 1, 1, 1, 1, 1, -1, 0, 0};

        // scipy.stats.binomtest(7, 8, .5, alternative='greater').pvalue: 9 of 256.
        assertThat(SignFlipTest.compare(differences, .95).orElseThrow().p().greater())
                .isCloseTo(9 / 256., within(1e-12));
    }

    @Test
    void signFlip_ofManyDifferences_handsOverToTheTTest() {
        double[] differences = new SplittableRandom(1).doubles(50, -.4, .6).toArray();

        assertThat(SignFlipTest.compare(differences, .95))
                .isEqualTo(PairedMeanTest.compare(Moments.of(differences), .95));
        assertThat(SignFlipTest.isExact(differences)).isFalse();
    }

    @Test
    void passPower_isTheShareOfDrawsThatHoldSuccessesOnly() {
        assertThat(PassPower.estimate(1, new Proportion(3, 4))).isEqualTo(.75);
        assertThat(PassPower.estimate(2, new Proportion(3, 4))).isEqualTo(.5);
        assertThat(PassPower.estimate(4, new Proportion(3, 4))).isZero();
        assertThat(PassPower.estimate(4, new Proportion(4, 4))).isEqualTo(1);
        assertThatThrownBy(() -> PassPower.estimate(5, new Proportion(4, 4)))
                .hasMessage("k must lie between 1 and 4: 5");
    }

    @Test
    void maxT_namesTheComponentThatMoved() {
        double[][] before = rows(1, 60, 20, -1);
        double[][] after = rows(2, 60, 20, 7);

        for (MaxTTest.Result result : new MaxTTest.Result[] {
            MaxTTest.relabel(before, after, 5), MaxTTest.signFlip(difference(before, after), 5)
        }) {
            assertThat(result.permutations()).isPositive();
            assertThat(result.pAdjusted()[7]).isLessThan(.01);
            assertThat(result.t()[7]).isPositive();
            assertThat(Arrays.stream(result.pAdjusted()).filter(p -> p < .01).count())
                    .isEqualTo(1);
        }
    }

    @Test
    void maxT_ofManyUnits_takesTheNormalLimit() {
        MaxTTest.Result result = MaxTTest.relabel(rows(1, 6_000, 20, -1), rows(2, 6_000, 20, 3), 5);

        assertThat(result.permutations()).isZero();
        assertThat(result.pAdjusted()[3]).isLessThan(1e-6);
    }

    @Test
    void maxT_whereNothingMoved_rarelyNamesAnything() {
        int named = 0;
        for (int i = 0; i < 200; i++) {
            double[][] before = rows(2 * i, 30, 10, -1);
            double[][] after = rows(2 * i + 1, 12, 10, -1);
            named += Arrays.stream(MaxTTest.relabel(before, after, i).pAdjusted())
                            .anyMatch(p -> p <= .05)
                    ? 1
                    : 0;
        }
        // 5 % and three standard errors.
        assertThat(named).isLessThanOrEqualTo(19);
    }

    @Test
    void maxT_ofConstants_isNotANumberNever() {
        double[][] same = new double[10][3];
        double[][] other = new double[10][3];
        for (double[] row : other) {
            row[1] = 1;
        }

        MaxTTest.Result result = MaxTTest.relabel(same, other, 1);

        assertThat(result.t()[0]).isZero();
        assertThat(result.t()[1]).isPositive().isFinite();
        assertThat(result.pAdjusted()[1]).isLessThan(.01);
        assertThat(result.pAdjusted()[0]).isEqualTo(1);
    }

    /** Skewed counts; those of {@code moved} are shifted. */
    private static double[][] rows(long seed, int units, int components, int moved) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[units][components];
        for (double[] row : rows) {
            for (int j = 0; j < components; j++) {
                row[j] = Math.max(0, Math.round(2 * random.nextGaussian())) + (j == moved ? 1 : 0);
            }
        }
        return rows;
    }

    private static double[][] difference(double[][] before, double[][] after) {
        double[][] difference = new double[before.length][before[0].length];
        for (int i = 0; i < before.length; i++) {
            for (int j = 0; j < before[i].length; j++) {
                difference[i][j] = after[i][j] - before[i][j];
            }
        }
        return difference;
    }
}
