package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.gate.SequentialGate;
import dev.arceval.eval.Verdict;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sequential gate on suites of flaky cases: how often it errs, how much it finds, how many rounds it takes. */
class GateCalibrationTest {

    private static final int CASES = 50;
    private static final int MOST_ROUNDS = 20;

    @Test
    void unchangedFlakySuite_isSeldomCalledWorse() {
        Repeats repeats = new Repeats("gate, 50 flaky cases, unchanged, up to 20 rounds", 300, 3_000);
        double share = repeats.share("called worse", random -> play(0, 0, random).verdict == Verdict.REGRESSION);
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.055));
    }

    @Test
    void fallOfTheMargin_isSeldomCleared() {
        Repeats repeats = new Repeats("gate, every case 5 points worse, margin 5 points", 300, 3_000);
        double share = repeats.share("cleared", random -> play(.05, 0, random).verdict == Verdict.NO_REGRESSION);
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.055));
    }

    @Test
    void fallOfFifteenPoints_isFoundInAFewRounds() {
        Repeats repeats = new Repeats("gate, every case 15 points worse", 200, 2_000);
        double power = repeats.share("found", random -> play(.15, 0, random).verdict == Verdict.REGRESSION);
        double rounds = repeats.median("median rounds", random -> play(.15, 0, random).rounds);
        assertThat(power).isGreaterThanOrEqualTo(repeats.atLeast(.95));
        assertThat(rounds).isLessThanOrEqualTo(8);
    }

    @Test
    void oneBrokenCase_isFound() {
        Repeats repeats = new Repeats("gate, one steady case of 50 always fails now", 200, 2_000);
        double power = repeats.share("found", random -> play(0, 1, random).verdict == Verdict.REGRESSION);
        assertThat(power).isGreaterThanOrEqualTo(repeats.atLeast(.80));
    }

    private record Played(Verdict verdict, int rounds) {}

    /** Half of the cases always pass, the others with probabilities between 0.2 and 1. */
    private static Played play(double fall, int broken, SplittableRandom random) {
        SequentialGate gate = new SequentialGate(CASES, .05, .05);
        double[] passing = new double[CASES];
        for (int i = 0; i < CASES; i++) {
            passing[i] = i % 2 == 0 ? 1 : .2 + .8 * random.nextDouble();
        }
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            for (int i = 0; i < CASES; i++) {
                gate.add(i, random.nextDouble() < passing[i], random.nextDouble() < now(passing, i, fall, broken));
            }
            if (gate.verdict() != Verdict.INCONCLUSIVE) {
                return new Played(gate.verdict(), round);
            }
            for (int i : gate.suspicious()) {
                for (int extra = 0; extra < 3; extra++) {
                    gate.repeat(
                            i, random.nextDouble() < passing[i], random.nextDouble() < now(passing, i, fall, broken));
                }
            }
            if (gate.verdict() != Verdict.INCONCLUSIVE) {
                return new Played(gate.verdict(), round);
            }
        }
        return new Played(Verdict.INCONCLUSIVE, MOST_ROUNDS);
    }

    private static double now(double[] passing, int number, double fall, int broken) {
        return number < 2 * broken && number % 2 == 0 ? 0 : passing[number] - fall;
    }
}
