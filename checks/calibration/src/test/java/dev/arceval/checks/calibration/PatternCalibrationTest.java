package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.PatternReport.Separator;
import dev.arceval.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes with failing, and which runs are slow, where the truth is known. */
class PatternCalibrationTest {

    private static final long SEED = 17;
    private static final double SHARE = .06;

    @ParameterizedTest
    @CsvSource({"1000, .78", "2000, .94"})
    void plantedSequences_areFound(int runs, double recall) {
        Repeats repeats = new Repeats("5 planted sequences, " + runs + " runs", 6, 100);

        double found = repeats.mean("significant", random -> {
            List<Separator> significant = mined(new PlantedAgent(SHARE).runs(runs, random)).significant(SEED);
            return PlantedAgent.PLANTED.stream().filter(steps -> names(significant, steps)).count() / 5.0;
        });

        assertThat(found).isGreaterThanOrEqualTo(repeats.atLeast(recall));
    }

    @Test
    void plantedSequences_areWhatIsNamedFirst() {
        Repeats repeats = new Repeats("5 planted sequences, 2000 runs", 6, 100);

        double found = repeats.mean("first five", random -> {
            List<Separator> first = mined(new PlantedAgent(SHARE).runs(2_000, random)).report(3, SEED).separators();
            List<Separator> five = first.subList(0, Math.min(5, first.size()));
            return PlantedAgent.PLANTED.stream().filter(steps -> names(five, steps)).count() / 5.0;
        });

        assertThat(found).isGreaterThanOrEqualTo(repeats.atLeast(.88));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1_000})
    void nothingPlanted_nothingIsNamed(int runs) {
        Repeats repeats = new Repeats("nothing planted, " + runs + " runs", 40, 300);

        double any = repeats.share("any separator", random -> !mined(new PlantedAgent(0).runs(runs, random))
                .significant(SEED)
                .isEmpty());

        assertThat(any).isLessThanOrEqualTo(repeats.atMost(.065));
    }

    private static boolean names(List<Separator> separators, List<String> steps) {
        return separators.stream().anyMatch(each -> each.steps().equals(steps));
    }

    private static PatternMiner mined(List<Trace> runs) {
        PatternMiner miner = new PatternMiner();
        runs.forEach(miner::add);
        return miner;
    }
}
