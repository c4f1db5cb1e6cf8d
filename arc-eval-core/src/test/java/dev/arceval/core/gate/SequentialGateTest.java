package dev.arceval.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.eval.Verdict;
import org.junit.jupiter.api.Test;

class SequentialGateTest {

    @Test
    void singleFlippedCase_isNoRegression() {
        SequentialGate gate = new SequentialGate(20, .05, .05);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                gate.add(i, true, !(i == 3 && round == 2));
            }
        }
        assertThat(gate.verdict()).isNotEqualTo(Verdict.REGRESSION);
        assertThat(gate.verdict(3)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void caseThatAlwaysFailsNow_isFound_thoughTheSuiteHardlyFell() {
        SequentialGate gate = new SequentialGate(50, .05, .05);
        int pairs = 0;
        while (gate.verdict() != Verdict.REGRESSION && pairs < 40) {
            gate.repeat(7, true, false);
            pairs++;
        }
        assertThat(pairs).isLessThan(25);
        assertThat(gate.verdict(7)).isEqualTo(Verdict.REGRESSION);
        assertThat(gate.counts().pairs()).isZero();
        assertThat(gate.counts(7)).isEqualTo(new SequentialGate.Counts(pairs, 0, pairs));
    }

    @Test
    void steadySuite_isCleared_andASuiteThatFellIsNot() {
        SequentialGate steady = new SequentialGate(10, .05, .05);
        SequentialGate fell = new SequentialGate(10, .05, .05);
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 10; i++) {
                steady.add(i, true, true);
                fell.add(i, true, (i + round) % 3 != 0);
            }
        }
        assertThat(steady.verdict()).isEqualTo(Verdict.NO_REGRESSION);
        assertThat(fell.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(fell.interval().upper()).isNegative();
    }

    @Test
    void onlyWhatLooksBad_isWorthRepeating() {
        SequentialGate gate = new SequentialGate(3, .05, .05);
        for (int round = 0; round < 3; round++) {
            gate.add(0, true, true);
            gate.add(1, true, false);
            gate.add(2, false, true);
        }
        assertThat(gate.suspicious()).containsExactly(1);
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SequentialGate(0, .05, .05));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialGate(1, 0, .05))
                .withMessage("alpha must be between 0 and 1: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SequentialGate(1, .05, 1))
                .withMessage("margin must be between 0 and 1: 1.0");
    }
}
