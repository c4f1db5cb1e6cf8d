package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.core.stats.PairedProportionTest.Pairs;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exact mid-p values were summed with Python's {@code fractions.Fraction} over {@code math.comb} terms; other commands stand at
 * the value.
 */
class RateComparisonsTest {

    private static final double CONFIDENCE = 0.95;

    /** scipy 1.17.1: {@code boschloo_exact([[c, b], [nc - c, nb - b]], alternative=..., n=256).pvalue}. */
    @ParameterizedTest
    @CsvSource({
        "2, 100,  9, 100, 0.02156697780457993,   0.9933677521919979",
        "0, 10,   3, 10,  0.05788803100585946,   1.0",
        "5, 200,  12, 100, 0.0009901865112770351, 0.9996522889245291",
        "13, 200, 25, 200, 0.025520111593338245,  0.9844130719635987",
    })
    void smallSamples_getBoschloosExactPValues(
            long baseline, long nBaseline, long current, long nCurrent, double greater, double less) {
        PValues p = compare(baseline, nBaseline, current, nCurrent).p();

        // Both programs search the nuisance rate numerically; agreement ends where the searches do.
        assertThat(p.greater()).isCloseTo(greater, Percentage.withPercentage(0.01));
        assertThat(p.less()).isCloseTo(less, Percentage.withPercentage(0.01));
    }

    @Property(tries = 40)
    void smallSamples_getTheLargestProbabilityOverAllRates(
            @ForAll @IntRange(min = 1, max = 20) int nBaseline,
            @ForAll @IntRange(min = 1, max = 20) int nCurrent,
            @ForAll @DoubleRange(min = 0, max = 1) double baselineShare,
            @ForAll @DoubleRange(min = 0, max = 1) double currentShare) {
        int baseline = (int) (baselineShare * nBaseline);
        int current = (int) (currentShare * nCurrent);

        double p = compare(baseline, nBaseline, current, nCurrent).p().greater();

        double bruteForce = boschlooByBruteForce(baseline, nBaseline, current, nCurrent);
        assertThat(p).isBetween(bruteForce - 1e-10, bruteForce * (1 + 1e-3));
    }

    /** 93/256: with rate 1/2 on both sides, the probability that four current coins show more heads than four others. */
    @Test
    void tiedTables_areAllExtreme() {
        assertThat(compare(0, 4, 1, 4).p().greater()).isCloseTo(93.0 / 256, within(1e-12));
    }

    @Property(tries = 60)
    void swappedSides_swapThePValues(
            @ForAll @IntRange(min = 0, max = 40) int baseline,
            @ForAll @IntRange(min = 0, max = 40) int current,
            @ForAll @IntRange(min = 40, max = 300) int nBaseline,
            @ForAll @IntRange(min = 40, max = 300) int nCurrent) {
        Estimate forward = compare(baseline, nBaseline, current, nCurrent);
        Estimate backward = compare(current, nCurrent, baseline, nBaseline);

        assertThat(backward.p().less()).isCloseTo(forward.p().greater(), within(1e-12));
        assertThat(backward.p().greater()).isCloseTo(forward.p().less(), within(1e-12));
        assertThat(backward.interval().lower()).isCloseTo(-forward.interval().upper(), within(1e-12));
    }

    @Property(tries = 60)
    void moreErrors_neverWeakenTheEvidence(
            @ForAll @IntRange(min = 0, max = 40) int baseline,
            @ForAll @IntRange(min = 0, max = 39) int current,
            @ForAll @IntRange(min = 40, max = 300) int n) {
        // Grid and golden section end within 1e-9 of a supremum.
        assertThat(compare(baseline, n, current + 1, n).p().greater())
                .isLessThanOrEqualTo(compare(baseline, n, current, n).p().greater() + 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 500,   25, 500,   0.005003399659555824",
        "300, 3000, 345, 3000, 0.03043713747728396",
        "40, 20000, 90, 20000, 4.741902598210465e-06",
        "0, 500,    3, 500,    0.06231231231231231",
    })
    void largeSamples_getFishersMidP(long baseline, long nBaseline, long current, long nCurrent, double greater) {
        PValues p = compare(baseline, nBaseline, current, nCurrent).p();

        assertThat(p.greater()).isCloseTo(greater, Percentage.withPercentage(1e-7));
        assertThat(p.greater() + p.less()).isCloseTo(1, within(1e-12));
    }

    @Test
    void hugeSamples_areDecidedWithoutOverflow() {
        Estimate same = compare(500_000_000, 1_000_000_000, 500_000_000, 1_000_000_000);
        Estimate worse = compare(10_000_000, 1_000_000_000, 10_500_000, 1_000_000_000);

        assertThat(same.p().greater()).isCloseTo(0.5, within(1e-6));
        assertThat(worse.p().greater()).isZero();
        assertThat(worse.p().less()).isCloseTo(1, within(1e-9));
    }

    /** Newcombe 1998, table II, method 10: 56/70 against 48/80, 9/10 against 3/10. */
    @ParameterizedTest
    @CsvSource({"48, 80, 56, 70, 0.0524, 0.3339", "3, 10, 9, 10, 0.1705, 0.8090"})
    void interval_isNewcombes(long baseline, long nBaseline, long current, long nCurrent, double lower, double upper) {
        Interval interval = compare(baseline, nBaseline, current, nCurrent).interval();

        assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
        assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
    }

    /** scipy 1.17.1: {@code binomtest(x, n).proportion_ci(confidence, 'wilson')}. */
    @Test
    void wilson_matchesReference() {
        Interval some = new Proportion(3, 50).wilson(0.95);
        Interval none = new Proportion(0, 20).wilson(0.90);

        assertThat(some.lower()).isCloseTo(0.020614970348973957, within(1e-12));
        assertThat(some.upper()).isCloseTo(0.1621709168883817, within(1e-12));
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.11915783736096448, within(1e-12));
        assertThat(new Proportion(0, 0).wilson(0.95)).isEqualTo(new Interval(0, 1));
    }

    @Test
    void noEventsAnywhere_isNoEvidenceButLeavesRoom() {
        Estimate few = compare(0, 20, 0, 20);
        Estimate all = compare(1000, 1000, 1000, 1000);

        assertThat(few.p()).isEqualTo(new PValues(1, 1));
        assertThat(few.interval().upper()).isGreaterThan(0.1);
        assertThat(all.p()).isEqualTo(new PValues(1, 1));
        assertThat(all.interval().contains(0)).isTrue();
    }

    @Test
    void withoutTrials_thereIsNoAnswer() {
        assertThat(ProportionTest.compare(new Proportion(0, 0), new Proportion(1, 5), CONFIDENCE))
                .isEmpty();
        assertThat(PairedProportionTest.compare(new Pairs(0, 0, 0, 0), CONFIDENCE))
                .isEmpty();
        assertThat(StratifiedProportionTest.compare(List.of(), CONFIDENCE)).isEmpty();
        assertThat(StratifiedProportionTest.compare(List.of(stratum(0, 0, 1, 5)), CONFIDENCE))
                .isEmpty();
    }

    @Test
    void impossibleCounts_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proportion(3, 2))
                .withMessageContaining("3 of 2");
        assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(-1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pairs(1, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> compareAt(1.0)).withMessageContaining("confidence");
    }

    @Test
    void strata_areCombinedExactlyWhileSparse() {
        Estimate estimate = StratifiedProportionTest.compare(
                        List.of(stratum(2, 40, 6, 50), stratum(0, 10, 1, 12), stratum(5, 100, 9, 80)), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.p().greater()).isCloseTo(0.0199102487917164, Percentage.withPercentage(1e-9));
        assertThat(estimate.interval().contains(estimate.value())).isTrue();
    }

    /** scipy 1.17.1: {@code norm.sf(4.351383490390136)}, the CMH z summed in plain Python. */
    @Test
    void strata_areCombinedByCochranMantelHaenszelWhenLarge() {
        Estimate estimate = StratifiedProportionTest.compare(
                        List.of(
                                stratum(400, 4000, 470, 4200),
                                stratum(900, 3000, 1010, 3100),
                                stratum(1500, 9000, 1490, 8000)),
                        CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.p().greater()).isCloseTo(6.764060092672173e-06, Percentage.withPercentage(1e-7));
    }

    @Test
    void oneStratum_isThePlainTest() {
        Estimate stratified = StratifiedProportionTest.compare(List.of(stratum(10, 500, 25, 500)), CONFIDENCE)
                .orElseThrow();

        assertThat(stratified).isEqualTo(compare(10, 500, 25, 500));
    }

    @Test
    void mixShift_doesNotLookLikeMoreErrors() {
        var strata = List.of(stratum(9, 900, 5, 500), stratum(10, 100, 50, 500));

        Estimate pooled = compare(19, 1000, 55, 1000);
        Estimate within = StratifiedProportionTest.compare(strata, CONFIDENCE).orElseThrow();

        assertThat(pooled.p().greater()).isLessThan(0.001);
        assertThat(within.p().greater()).isGreaterThan(0.4);
        assertThat(within.value()).isCloseTo(0, within(1e-12));
    }

    @Test
    void orderOfStrata_doesNotChangeABit() {
        var strata = List.of(stratum(2, 41, 6, 53), stratum(1, 13, 1, 12), stratum(5, 97, 9, 83));
        var reversed = List.of(strata.get(2), strata.get(1), strata.get(0));

        assertThat(StratifiedProportionTest.compare(reversed, CONFIDENCE))
                .isEqualTo(StratifiedProportionTest.compare(strata, CONFIDENCE));
    }

    @ParameterizedTest
    @CsvSource({"3, 11, 0.017578125", "59, 80, 0.037775414376328274", "0, 5, 0.015625"})
    void pairs_getMcNemarsMidP(long onlyBaseline, long onlyCurrent, double greater) {
        PValues p = PairedProportionTest.compare(new Pairs(20, onlyBaseline, onlyCurrent, 100), CONFIDENCE)
                .orElseThrow()
                .p();

        assertThat(p.greater()).isCloseTo(greater, Percentage.withPercentage(1e-9));
        assertThat(p.greater() + p.less()).isCloseTo(1, within(1e-12));
    }

    @Test
    void pairsThatAgree_narrowTheInterval() {
        Interval paired = PairedProportionTest.compare(new Pairs(40, 4, 6, 50), CONFIDENCE)
                .orElseThrow()
                .interval();
        Interval independent = compare(44, 100, 46, 100).interval();

        assertThat(paired.upper() - paired.lower()).isLessThan(0.6 * (independent.upper() - independent.lower()));
        assertThat(PairedProportionTest.compare(new Pairs(5, 0, 0, 5), CONFIDENCE)
                        .orElseThrow()
                        .p())
                .isEqualTo(new PValues(1, 1));
    }

    private static double boschlooByBruteForce(int baseline, int nBaseline, int current, int nCurrent) {
        double observed = fisher(baseline, nBaseline, current, nCurrent);
        boolean[][] extreme = new boolean[nBaseline + 1][nCurrent + 1];
        for (int b = 0; b <= nBaseline; b++) {
            for (int c = 0; c <= nCurrent; c++) {
                extreme[b][c] = fisher(b, nBaseline, c, nCurrent) <= observed * (1 + 1e-9);
            }
        }
        double most = 0;
        for (double rate = 0.0025; rate < 1; rate += 0.0025) {
            BinomialDistribution ofBaseline = BinomialDistribution.of(nBaseline, rate);
            BinomialDistribution ofCurrent = BinomialDistribution.of(nCurrent, rate);
            double sum = 0;
            for (int b = 0; b <= nBaseline; b++) {
                for (int c = 0; c <= nCurrent; c++) {
                    sum += extreme[b][c] ? ofBaseline.probability(b) * ofCurrent.probability(c) : 0;
                }
            }
            most = Math.max(most, sum);
        }
        return Math.min(1, most);
    }

    private static double fisher(int baseline, int nBaseline, int current, int nCurrent) {
        return HypergeometricDistribution.of(nBaseline + nCurrent, baseline + current, nCurrent)
                .survivalProbability(current - 1);
    }

    private static Estimate compare(long baseline, long nBaseline, long current, long nCurrent) {
        return ProportionTest.compare(
                        new Proportion(baseline, nBaseline), new Proportion(current, nCurrent), CONFIDENCE)
                .orElseThrow();
    }

    private static Estimate compareAt(double confidence) {
        return ProportionTest.compare(new Proportion(1, 5), new Proportion(1, 5), confidence)
                .orElseThrow();
    }

    private static StratifiedProportionTest.Stratum stratum(long b, long nb, long c, long nc) {
        return new StratifiedProportionTest.Stratum(new Proportion(b, nb), new Proportion(c, nc));
    }
}
