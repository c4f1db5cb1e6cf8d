package dev.arceval.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MultiplicityTest {

    /** scipy 1.17.1: {@code false_discovery_control([.01, .04, .03, .005, .5, .04])}. */
    @Test
    void benjaminiHochberg_matchesReference() {
        assertThat(BenjaminiHochberg.adjust(0.01, 0.04, 0.03, 0.005, 0.5, 0.04))
                .containsExactly(new double[] {0.03, 0.048, 0.048, 0.03, 0.5, 0.048}, within(1e-15));
        assertThat(BenjaminiHochberg.adjust()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> BenjaminiHochberg.adjust(0.1, Double.NaN));
    }

    @Property(tries = 200)
    void benjaminiHochberg_neverLowersAPValueAndKeepsTheOrder(
            @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0, max = 1) Double> values) {
        double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();

        double[] adjusted = BenjaminiHochberg.adjust(p);

        for (int i = 0; i < p.length; i++) {
            assertThat(adjusted[i]).isBetween(p[i], 1.0);
            if (i > 0 && p[i] < p[i - 1]) {
                assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[i - 1]);
            }
        }
    }

    @Test
    void gate_givesEachFamilyItsOwnBudgetUnderOneThreshold() {
        TwoFamilyGate gate = TwoFamilyGate.STANDARD;
        double[] details = new double[20];
        Arrays.fill(details, 0.9);
        details[0] = 0.001;
        details[1] = 0.0011;

        assertThat(gate.alpha()).isEqualTo(0.05);
        assertThat(gate.adjustHeadline(0.03, 0.9)[0]).isEqualTo(0.1, within(1e-15));
        assertThat(gate.adjustHeadline(0.0299)[0]).isLessThanOrEqualTo(gate.alpha());
        assertThat(gate.adjustHeadline(0.0301)[0]).isGreaterThan(gate.alpha());
        assertThat(gate.adjustDetail(details)[0]).isEqualTo(0.0011 * 10 / 0.02 * 0.05, within(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> new TwoFamilyGate(0, 0.05));
    }
}
