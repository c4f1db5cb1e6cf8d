package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileIntervalTest {

    private static double[] upTo(int n) {
        return IntStream.rangeClosed(1, n).asDoubleStream().toArray();
    }

    // SciPy: from scipy.stats import binom; binom.ppf(.025, n, q), binom.ppf(.975, n, q) + 1
    @ParameterizedTest
    @CsvSource({"100, .5, 40, 61", "400, .95, 371, 389", "25, .5, 8, 18", "100, .95, 90, 100"})
    void ranks_areBinomial(int n, double q, double lower, double upper) {
        assertThat(QuantileInterval.of(upTo(n), q, .95)).isEqualTo(new Interval(lower, upper));
    }

    @Test
    void fewValues_boundNothing() {
        assertThat(QuantileInterval.of(upTo(5), .5, .95)).isEqualTo(Interval.UNBOUNDED);
        assertThat(QuantileInterval.of(upTo(50), .95, .95).upper()).isInfinite();
        assertThat(QuantileInterval.of(new double[0], .5, .95)).isEqualTo(Interval.UNBOUNDED);
    }

    @Test
    void intervals_holdTheirLevel() {
        SplittableRandom random = new SplittableRandom(7);
        int covered = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            double[] sample = random.doubles(60).map(u -> u * u).toArray();
            covered += QuantileInterval.of(sample, .5, .95).contains(.25) ? 1 : 0;
        }
        // Coverage with ranks 22 and 39 of 60 is 0.9726; four standard errors below and above.
        assertThat(covered / 2_000.).isBetween(.958, .988);
    }

    @Test
    void estimate_isTheSamplesOwnQuantile() {
        assertThat(QuantileInterval.estimate(new double[] {4, 1, 3, 2}, .5)).isEqualTo(2.5);
        assertThat(QuantileInterval.estimate(new double[] {7}, .95)).isEqualTo(7);
    }

    @Test
    void quantile_mustLieBetween() {
        assertThatThrownBy(() -> QuantileInterval.of(upTo(5), 1, .95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("q must lie between 0 and 1: 1.0");
    }
}
