package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.core.stats.StratifiedMeanTest.Stratum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class MeanComparisonsTest {

    private static final double CONFIDENCE = 0.90;

    /** scipy 1.17.1: {@code ttest_ind(b, a, equal_var=False, alternative='greater')}, {@code .confidence_interval(.9)}. */
    @Test
    void independentSamples_getWelchsTest() {
        Estimate estimate = MeanTest.compare(
                        Moments.of(0.12, 0.5, 0.31, 0.77, 0.25, 1.4), Moments.of(0.9, 1.1, 0.45, 1.9, 1.3), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.value()).isCloseTo(0.5716666666666667, within(1e-15));
        assertThat(estimate.p().greater()).isCloseTo(0.049129395696582034, Percentage.withPercentage(1e-7));
        assertThat(estimate.interval().lower()).isCloseTo(0.00348334626859359, within(1e-9));
        assertThat(estimate.interval().upper()).isCloseTo(1.1398499870647398, within(1e-9));
    }

    /** scipy 1.17.1: {@code ttest_1samp(d, 0, alternative='greater')}, {@code .confidence_interval(.9)}. */
    @Test
    void pairs_getTheOneSampleTest() {
        Estimate estimate = PairedMeanTest.compare(Moments.of(0.1, 0.3, -0.2, 0.25, 0.4, 0.05), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.p().greater()).isCloseTo(0.07368152441134249, Percentage.withPercentage(1e-7));
        assertThat(estimate.interval().lower()).isCloseTo(-0.026436635252864993, within(1e-9));
        assertThat(estimate.interval().upper()).isCloseTo(0.3264366352528649, within(1e-9));
    }

    @Test
    void logDifference_readsAsRatio() {
        Estimate ratio = MeanTest.compare(Moments.of(log(100), log(121)), Moments.of(log(220), log(220)), CONFIDENCE)
                .orElseThrow()
                .exp();

        assertThat(ratio.value()).isCloseTo(2, within(1e-12));
        assertThat(ratio.interval().contains(2)).isTrue();
    }

    @Test
    void equalClusters_countAsOneValueEach() {
        List<Moments> baseline = List.of(Moments.of(1, 2, 3), Moments.of(2, 2, 5), Moments.of(0, 1, 1));
        List<Moments> current = List.of(Moments.of(4, 2, 3), Moments.of(3, 6, 6), Moments.of(1, 4, 4));

        Estimate clustered =
                ClusteredMeanTest.compare(baseline, current, CONFIDENCE).orElseThrow();
        Estimate onMeans = MeanTest.compare(Moments.of(2, 3, 2.0 / 3), Moments.of(3, 5, 3), CONFIDENCE)
                .orElseThrow();

        assertThat(clustered.value()).isCloseTo(onMeans.value(), within(1e-12));
        assertThat(clustered.p().greater()).isCloseTo(onMeans.p().greater(), within(1e-12));
    }

    @Test
    void emptyClusters_areNotCounted() {
        List<Moments> baseline = List.of(Moments.of(1, 2), Moments.of(3));
        List<Moments> current = List.of(Moments.of(2), Moments.of(4, 4));
        List<Moments> withEmpty = List.of(Moments.of(1, 2), new Moments(), Moments.of(3));

        assertThat(ClusteredMeanTest.compare(withEmpty, current, CONFIDENCE))
                .isEqualTo(ClusteredMeanTest.compare(baseline, current, CONFIDENCE));
        assertThat(ClusteredMeanTest.compare(List.of(Moments.of(1, 2), new Moments()), current, CONFIDENCE))
                .isEmpty();
    }

    @Test
    void oneStratum_isWelchsTest() {
        Stratum stratum = new Stratum(spread(10, 20, 1), spread(12, 15, 2));

        Estimate stratified =
                StratifiedMeanTest.compare(List.of(stratum), CONFIDENCE).orElseThrow();
        Estimate welch = MeanTest.compare(stratum.baseline(), stratum.current(), CONFIDENCE)
                .orElseThrow();

        assertThat(stratified.value()).isCloseTo(welch.value(), within(1e-12));
        assertThat(stratified.p().greater()).isCloseTo(welch.p().greater(), within(1e-12));
    }

    @Test
    void mixShift_doesNotLookLikeASlowdown() {
        List<Stratum> strata = List.of(
                new Stratum(spread(5, 90, 1), spread(5, 50, 1)), new Stratum(spread(8, 10, 1), spread(8, 50, 1)));
        Moments baseline = new Moments();
        Moments current = new Moments();
        strata.forEach(s -> {
            baseline.merge(s.baseline());
            current.merge(s.current());
        });

        assertThat(MeanTest.compare(baseline, current, CONFIDENCE)
                        .orElseThrow()
                        .p()
                        .greater())
                .isLessThan(1e-6);
        assertThat(StratifiedMeanTest.compare(strata, CONFIDENCE).orElseThrow().value())
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void smallStrata_areComparedWithinThemselves() {
        Estimate mixShift = StratifiedMeanTest.compare(
                        List.of(
                                new Stratum(spread(5, 9, 1), spread(5, 3, 1)),
                                new Stratum(spread(8, 1, 1), spread(8, 9, 1))),
                        CONFIDENCE)
                .orElseThrow();

        assertThat(mixShift.value()).isCloseTo(0, within(1e-12));
        assertThat(mixShift.interval().upper()).isBetween(0.1, 1.0);
    }

    /** scipy 1.17.1: {@code ttest_ind([3, 5, 4], [1, 2, 4, 1], alternative='greater').pvalue}. */
    @Test
    void oneSmallStratum_isStudentsTest() {
        Estimate estimate = StratifiedMeanTest.compare(
                        List.of(new Stratum(Moments.of(1, 2, 4, 1), Moments.of(3, 5, 4))), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.value()).isCloseTo(2, within(1e-12));
        assertThat(estimate.p().greater()).isCloseTo(0.04660816030471882, Percentage.withPercentage(1e-7));
    }

    @Test
    void strataOfOneSide_areThrownTogether() {
        List<Stratum> strata = List.of(
                new Stratum(spread(5, 12, 1), new Moments()),
                new Stratum(new Moments(), spread(6, 12, 1)),
                new Stratum(Moments.of(4), Moments.of(6)));
        Moments baseline = spread(5, 12, 1);
        baseline.add(4);
        Moments current = spread(6, 12, 1);
        current.add(6);

        Estimate other = StratifiedMeanTest.compare(strata, CONFIDENCE).orElseThrow();
        Estimate welch = MeanTest.compare(baseline, current, CONFIDENCE).orElseThrow();

        assertThat(other.value()).isCloseTo(welch.value(), within(1e-12));
        assertThat(other.interval().upper()).isCloseTo(welch.interval().upper(), within(1e-12));
    }

    @Test
    void orderOfStrataAndClusters_doesNotChangeABit() {
        List<Stratum> strata = new ArrayList<>();
        List<Moments> clusters = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            strata.add(new Stratum(spread(i / 3.0, 10 + i, i / 7.0), spread(i / 2.9, 12 + i, i / 6.0)));
            clusters.add(spread(i / 3.0, i, 1 / 7.0));
        }
        var strataBefore = StratifiedMeanTest.compare(strata, CONFIDENCE);
        var clustersBefore = ClusteredMeanTest.compare(clusters, clusters.subList(2, 8), CONFIDENCE);
        List<Moments> reordered = new ArrayList<>(clusters);
        Collections.reverse(reordered);
        Collections.rotate(strata, 4);
        Collections.reverse(strata);

        assertThat(StratifiedMeanTest.compare(strata, CONFIDENCE)).isEqualTo(strataBefore);
        assertThat(ClusteredMeanTest.compare(reordered, clusters.subList(2, 8), CONFIDENCE))
                .isEqualTo(clustersBefore);
    }

    @Test
    void constantSamples_areJudgedByLuckyDeals() {
        // 1 of C(10, 5) = 252 and of C(4, 2) = 6 deals.
        Estimate five =
                MeanTest.compare(constant(7, 5), constant(8, 5), CONFIDENCE).orElseThrow();
        Estimate two =
                MeanTest.compare(constant(7, 2), constant(8, 2), CONFIDENCE).orElseThrow();
        Estimate equal =
                MeanTest.compare(constant(7, 5), constant(7, 5), CONFIDENCE).orElseThrow();

        assertThat(five.p().greater()).isCloseTo(1 / 252.0, within(1e-15));
        assertThat(five.p().less()).isEqualTo(1);
        assertThat(five.interval()).isEqualTo(new Interval(1, 1));
        assertThat(two.p().greater()).isCloseTo(1 / 6.0, within(1e-15));
        assertThat(two.interval()).isEqualTo(Interval.UNBOUNDED);
        assertThat(two.exp().interval()).isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
        assertThat(equal.p()).isEqualTo(new PValues(1, 1));
        assertThat(equal.interval()).isEqualTo(new Interval(0, 0));
    }

    @Test
    void constantStrata_mustAgreeInSign() {
        Stratum slower = new Stratum(constant(7, 10), constant(8, 10));
        Stratum faster = new Stratum(constant(7, 10), constant(6.5, 10));
        Stratum same = new Stratum(constant(7, 10), constant(7, 10));

        assertThat(StratifiedMeanTest.compare(List.of(slower, same), CONFIDENCE)
                        .orElseThrow()
                        .p()
                        .greater())
                .isLessThan(1e-5);
        assertThat(StratifiedMeanTest.compare(List.of(slower, faster), CONFIDENCE)
                        .orElseThrow())
                .isEqualTo(new Estimate(0.25, Interval.UNBOUNDED, new PValues(1, 1)));
    }

    @Test
    void oneConstantStratum_doesNotDecideAlone() {
        Stratum constant = new Stratum(constant(3, 10), constant(3, 10));
        Stratum varied = new Stratum(spread(5, 100, 1), spread(6, 100, 1));

        Estimate estimate = StratifiedMeanTest.compare(List.of(constant, varied), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.value()).isGreaterThan(0.5);
    }

    @Test
    void tooFewValues_giveNoAnswer() {
        assertThat(MeanTest.compare(new Moments(), constant(1, 9), CONFIDENCE)).isEmpty();
        assertThat(MeanTest.compare(constant(1, 9), Moments.of(1), CONFIDENCE)).isEmpty();
        assertThat(PairedMeanTest.compare(Moments.of(1), CONFIDENCE)).isEmpty();
        assertThat(StratifiedMeanTest.compare(List.of(), CONFIDENCE)).isEmpty();
        assertThat(ClusteredMeanTest.compare(List.of(), List.of(), CONFIDENCE)).isEmpty();
    }

    @Test
    void unusableArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moments.of(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.of(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeanTest.compare(spread(1, 5, 1), spread(1, 5, 1), 0))
                .withMessageContaining("confidence");
    }

    /** Returns {@code n} values evenly spread over {@code width} around {@code centre}. */
    private static Moments spread(double centre, int n, double width) {
        Moments moments = new Moments();
        for (int i = 0; i < n; i++) {
            moments.add(centre + width * ((i + 0.5) / n - 0.5));
        }
        return moments;
    }

    private static Moments constant(double value, int n) {
        Moments moments = new Moments();
        for (int i = 0; i < n; i++) {
            moments.add(value);
        }
        return moments;
    }

    private static double log(double x) {
        return StrictMath.log(x);
    }
}
