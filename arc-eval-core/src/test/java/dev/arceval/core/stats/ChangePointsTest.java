package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChangePointsTest {

    @Test
    void twoSteps_areFoundWhereTheyAre() {
        double[] series = noise(90, 1);
        for (int i = 30; i < 60; i++) {
            series[i] += 5;
        }
        ChangePoints.Found found = ChangePoints.in(series);

        assertThat(found.changes()).extracting(ChangePoints.Change::at).containsExactly(30, 60);
        assertThat(found.changes().get(0).after() - found.changes().get(0).before())
                .isCloseTo(5, within(1.0));
        assertThat(found.changes()).allSatisfy(change -> assertThat(change.p()).isBetween(.001, .01));
    }

    @Test
    void outliers_areNoChange() {
        double[] series = noise(60, 2);
        series[20] = 1e9;
        series[40] = -1e9;
        assertThat(ChangePoints.in(series).changes()).isEmpty();
    }

    @Test
    void wanderingSeries_isNoChange_andSaysHowMuchItWanders() {
        SplittableRandom random = new SplittableRandom(4);
        double[] series = new double[200];
        for (int i = 1; i < series.length; i++) {
            series[i] = .6 * series[i - 1] + random.nextGaussian();
        }
        ChangePoints.Found found = ChangePoints.in(series);
        assertThat(found.changes()).isEmpty();
        assertThat(found.correlation()).isBetween(.4, .8);
    }

    @Test
    void constantAndShortSeries_haveNoChange() {
        assertThat(ChangePoints.in(new double[50]).changes()).isEmpty();
        assertThat(ChangePoints.in().changes()).isEmpty();
        assertThat(ChangePoints.in(1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9).changes()).isEmpty();
        assertThat(ChangePoints.in(new double[] {1}).correlation()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangePoints.in(1, Double.NaN))
                .withMessageContaining("NaN");
    }

    @Test
    void shortestLevels_areFoundIfClear() {
        double[] series = new double[24];
        Arrays.fill(series, 12, 24, 10);
        for (int i = 0; i < 24; i++) {
            series[i] += i % 3;
        }
        assertThat(ChangePoints.in(series).changes())
                .extracting(ChangePoints.Change::at)
                .containsExactly(12);
    }

    @Property(tries = 50)
    void ranksOnly_soAnyGrowingFunctionGivesTheSame(@ForAll @IntRange(min = 0, max = 1_000) int seed) {
        double[] series = noise(50, seed);
        for (int i = 25; i < 50; i++) {
            series[i] += 2;
        }
        double[] stretched = Arrays.stream(series).map(Math::exp).toArray();
        assertThat(ChangePoints.in(stretched).changes().stream().map(ChangePoints.Change::at))
                .containsExactlyElementsOf(ChangePoints.in(series).changes().stream()
                        .map(ChangePoints.Change::at)
                        .toList());
    }

    /** Levels of the table at lengths it holds, and a length between two of them. */
    @Test
    void maximum_hasTheSignificanceOfASimulatedSeries() {
        assertThat(RankCusum.pValue(100, 3.40)).isCloseTo(.01, within(.001));
        assertThat(RankCusum.pValue(100, 1)).isEqualTo(1);
        assertThat(RankCusum.pValue(100, 9)).isEqualTo(.001);
        assertThat(RankCusum.pValue(5_000, 3.84)).isCloseTo(.01, within(.001));
    }

    /** scipy 1.17.1: {@code theilslopes(x, arange(12), .95)} gives 0.24272727272727 (0.18571428571429, 0.3). */
    @Test
    void trend_matchesSenWhereNeighboursAreIndependent() {
        double[] series = {10.1, 10.3, 9.9, 10.8, 11.2, 10.9, 11.5, 11.4, 11.9, 12.5, 12.1, 12.8};
        Trend trend = Trend.of(series, .95).orElseThrow();
        assertThat(trend.slope()).isCloseTo(0.2427272727272727, within(1e-12));
        // Rounded outwards by one slope.
        assertThat(trend.interval().lower()).isBetween(.15, 0.1857142857142858);
        assertThat(trend.interval().upper()).isBetween(0.2999999, .34);
    }

    @Test
    void trend_ofFewOrManyValues() {
        assertThat(Trend.of(new double[7], .95)).isEmpty();
        double[] many = IntStream.range(0, 5_000).mapToDouble(i -> i * .5).toArray();
        assertThat(Trend.of(many, .95).orElseThrow().slope()).isCloseTo(.5, within(1e-9));
    }

    private static double[] noise(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, length)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
    }
}
