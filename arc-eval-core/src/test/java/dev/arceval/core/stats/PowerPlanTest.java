package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerPlanTest {

    private static final PowerPlan PLAN = PowerPlan.STANDARD;

    /** Python: ceil of the pooled formula with {@code scipy.stats.norm.ppf(.95)} and {@code ppf(.8)}. */
    @ParameterizedTest
    @CsvSource({
        ".01, .02, 1826",
        ".02, .03, 3013",
        ".02, .05, 463",
        ".05, .07, 1743",
        ".05, .10, 343",
        ".10, .15, 540",
        ".10, .20, 157"
    })
    void trialsForRates_matchReference(double baseline, double current, long expected) {
        assertThat(PLAN.countForRates(baseline, current)).isEqualTo(expected);
        assertThat(PLAN.detectableRate(baseline, expected)).isCloseTo(current, within(1e-3));
    }

    /** exp(2.4865 sd sqrt(2/n)) by hand. */
    @ParameterizedTest
    @CsvSource({"0.3, 50, 1.161", "0.44, 500, 1.072", "0.5, 500, 1.082", "0.73, 100, 1.293", "1.0, 5000, 1.051"})
    void detectableRatio_matchesReference(double logSd, long n, double ratio) {
        assertThat(PLAN.detectableRatio(logSd, n, n)).isCloseTo(ratio, within(5e-4));
        assertThat(PLAN.countForRatio(logSd, PLAN.detectableRatio(logSd, n, n))).isBetween(n, n + 1);
    }

    @Test
    void growth_saysHowMuchMoreDataAnEffectNeeds() {
        double standardError = 0.1;
        double z90 = 1.6448536;
        Interval interval = new Interval(-z90 * standardError, z90 * standardError);

        assertThat(PLAN.growthFor(2.48648 * standardError, interval, 0.90)).isCloseTo(1, within(1e-5));
        assertThat(PLAN.growthFor(2.48648 * standardError / 2, interval, 0.90)).isCloseTo(4, within(1e-4));
        assertThat(PLAN.growthFor(1, Interval.UNBOUNDED, 0.90)).isInfinite();
    }

    @Test
    void repeatedTasks_costDesignEffect() {
        assertThat(PowerPlan.designEffect(4, 0.4)).isCloseTo(2.2, within(1e-12));
    }

    @Test
    void impossibleQuestions_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.countForRatio(0.5, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.countForRates(0.1, 0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.detectableRatio(0.5, 0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new PowerPlan(0.05, 0.01));
        assertThat(PLAN.detectableRate(0.02, 1)).isEqualTo(1);
    }
}
