package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ShapeComparisonsTest {

    private static final double CONFIDENCE = 0.90;

    /** scipy 1.17.1: {@code brunnermunzel(x, y, alternative='less').pvalue}, y the current sample. */
    @Test
    void brunnerMunzel_matchesReferenceWithTies() {
        Estimate estimate = BrunnerMunzelTest.compare(
                        LogHistogram.of(1, 2, 2, 3, 5, 8, 13), LogHistogram.of(2, 3, 5, 8, 8, 21, 34, 34), CONFIDENCE)
                .orElseThrow();

        assertThat(estimate.value()).isCloseTo(0.75, within(1e-15));
        assertThat(estimate.p().greater()).isCloseTo(0.0377748687682416, Percentage.withPercentage(1e-7));
        assertThat(estimate.interval().lower()).isGreaterThan(0.5);
        assertThat(estimate.interval().upper()).isLessThanOrEqualTo(1);
    }

    @Test
    void brunnerMunzel_countsZerosAsTheSmallestValue() {
        LogHistogram zeros = LogHistogram.of(0, 0, 0, 1e-6, 3);
        LogHistogram positive = LogHistogram.of(1e-6, 2, 2, 3, 4);

        Estimate estimate =
                BrunnerMunzelTest.compare(zeros, positive, CONFIDENCE).orElseThrow();

        // Pairs won plus half of those tied, of 25: 3.5 + 4 + 4 + 4.5 + 5.
        assertThat(estimate.value()).isCloseTo(21 / 25.0, within(1e-15));
    }

    @Test
    void brunnerMunzel_separatedOrTiedSamplesAreJudgedByLuckyDeals() {
        LogHistogram low = LogHistogram.of(1, 1.5, 2, 2.5, 3);
        LogHistogram high = LogHistogram.of(10, 11, 12, 13, 14);
        LogHistogram tied = LogHistogram.of(5, 5, 5);

        Estimate separated = BrunnerMunzelTest.compare(low, high, CONFIDENCE).orElseThrow();
        Estimate same = BrunnerMunzelTest.compare(tied, tied, CONFIDENCE).orElseThrow();

        assertThat(separated.p().greater()).isCloseTo(1 / 252.0, within(1e-15));
        assertThat(separated.value()).isEqualTo(1);
        assertThat(same.p()).isEqualTo(new PValues(1, 1));
        assertThat(same.interval()).isEqualTo(new Interval(0, 1));
    }

    @Test
    void quantileRatio_findsAHeavierTail() {
        double[] baseline = ranks(2000);
        double[] current = ranks(2000);
        Arrays.setAll(current, i -> baseline[i] > 1800 ? baseline[i] * 1.5 : baseline[i]);

        Estimate median = ratio(LogHistogram.of(baseline), LogHistogram.of(current), 0.5);
        Estimate tail = ratio(LogHistogram.of(baseline), LogHistogram.of(current), 0.95);

        assertThat(median.value()).isCloseTo(1, within(1e-12));
        assertThat(median.p().greater()).isCloseTo(0.5, within(1e-9));
        assertThat(tail.value()).isCloseTo(1.5, Percentage.withPercentage(2));
        assertThat(tail.p().greater()).isLessThan(1e-6);
        assertThat(tail.interval().contains(1.5)).isTrue();
    }

    /** Uniform on (0, 2000]: the standard error of the median is sqrt(n)/2 ranks, so of its log 1/sqrt(n). */
    @Test
    void quantileRatio_hasTheBinomialStandardError() {
        Interval interval = ratio(LogHistogram.of(ranks(2000)), LogHistogram.of(ranks(2000)), 0.5)
                .interval();

        double expected = 2 * 1.6449 * Math.sqrt(2.0 / 2000);
        assertThat(StrictMath.log(interval.upper() / interval.lower()))
                .isCloseTo(expected, Percentage.withPercentage(10));
    }

    @Test
    void quantileRatio_needsTenValuesBeyond() {
        LogHistogram few = LogHistogram.of(ranks(199));
        LogHistogram enough = LogHistogram.of(ranks(200));

        assertThat(QuantileTest.compare(few, enough, 0.95, CONFIDENCE)).isEmpty();
        assertThat(QuantileTest.compare(enough, few, 0.95, CONFIDENCE)).isEmpty();
        assertThat(QuantileTest.compare(enough, enough, 0.95, CONFIDENCE)).isPresent();
        assertThat(QuantileTest.compare(new LogHistogram(), enough, 0.5, CONFIDENCE))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileTest.compare(enough, enough, 1, CONFIDENCE))
                .withMessageContaining("1.0");
    }

    @Test
    void quantileRatio_isNotGivenAmongZeros() {
        double[] mostlyZero = new double[400];
        Arrays.fill(mostlyZero, 300, 400, 7);

        assertThat(QuantileTest.compare(LogHistogram.of(mostlyZero), LogHistogram.of(mostlyZero), 0.5, CONFIDENCE))
                .isEmpty();
        assertThat(QuantileTest.compare(LogHistogram.of(mostlyZero), LogHistogram.of(mostlyZero), 0.9, CONFIDENCE))
                .isPresent();
    }

    @Test
    void tooFewValues_giveNoAnswer() {
        assertThat(BrunnerMunzelTest.compare(LogHistogram.of(1), LogHistogram.of(1, 2), CONFIDENCE))
                .isEmpty();
        assertThat(BrunnerMunzelTest.compare(LogHistogram.of(1, 2), new LogHistogram(), CONFIDENCE))
                .isEmpty();
    }

    private static Estimate ratio(LogHistogram baseline, LogHistogram current, double q) {
        return QuantileTest.compare(baseline, current, q, CONFIDENCE)
                .orElseThrow()
                .exp();
    }

    private static double[] ranks(int n) {
        double[] ranks = new double[n];
        Arrays.setAll(ranks, i -> i + 1);
        return ranks;
    }
}
