package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** By hand: {@code scipy.stats.norm.ppf(.95) + scipy.stats.norm.ppf(.8)} = 2.48648 standard errors are found. */
class PowerPlanTest {

    private static final PowerPlan PLAN = new PowerPlan(0.05, 0.8);
    private static final double STANDARD_ERROR = 0.1;
    private static final double Z90 = 1.6448536;
    private static final Interval INTERVAL = new Interval(-Z90 * STANDARD_ERROR, Z90 * STANDARD_ERROR);

    @Test
    void growth_saysHowMuchMoreDataAnEffectNeeds() {
        assertThat(PLAN.growthFor(2.48648 * STANDARD_ERROR, INTERVAL, 0.90)).isCloseTo(1, within(1e-5));
        assertThat(PLAN.growthFor(2.48648 * STANDARD_ERROR / 2, INTERVAL, 0.90)).isCloseTo(4, within(1e-4));
        assertThat(PLAN.growthFor(1, Interval.UNBOUNDED, 0.90)).isInfinite();
    }

    @Test
    void detectable_isTheSmallestEffectThatNeedsNoMoreData() {
        assertThat(PLAN.detectable(INTERVAL, 0.90)).isCloseTo(2.48648 * STANDARD_ERROR, within(1e-5));
        assertThat(PLAN.detectable(Interval.UNBOUNDED, 0.90)).isInfinite();
    }

    @Test
    void impossibleQuestions_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PLAN.growthFor(0, INTERVAL, 0.90));
        assertThatIllegalArgumentException().isThrownBy(() -> new PowerPlan(0.05, 0.01));
    }
}
