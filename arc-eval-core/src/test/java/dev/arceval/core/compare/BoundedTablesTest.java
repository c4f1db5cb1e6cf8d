package dev.arceval.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedTablesTest {

    private static final int BOUND = 50;

    @Test
    void cells_beyondTheBound_keepTheSameSampleInAnyOrderAndSplit() {
        List<RunFacts> runs = runs();
        CellTable expected = new CellTable(BOUND, new TraitTable());
        runs.forEach(run -> expected.add(key(run), run));

        for (int round = 0; round < 20; round++) {
            Collections.shuffle(runs, new Random(round));
            CellTable left = new CellTable(BOUND, new TraitTable());
            CellTable right = new CellTable(BOUND, new TraitTable());
            int cut = round * runs.size() / 20;
            runs.subList(0, cut).forEach(run -> left.add(key(run), run));
            runs.subList(cut, runs.size()).forEach(run -> right.add(key(run), run));
            left.merge(right);

            assertThat(left.isTruncated()).isTrue();
            assertThat(left.end()).isEqualTo(expected.end());
            assertThat(left.before(Long.MAX_VALUE).keySet())
                    .hasSize(BOUND)
                    .isEqualTo(expected.before(Long.MAX_VALUE).keySet());
            left.before(left.end())
                    .forEach((key, tally) -> assertThat(tally.runs()).isEqualTo(3));
        }
    }

    @Test
    void strata_beyondTheBound_shareOneTallyInAnyOrderAndSplit() {
        List<RunFacts> runs = runs();
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(runs, new Random(round));
            StratumTable left = new StratumTable(BOUND);
            StratumTable right = new StratumTable(BOUND);
            int cut = round * runs.size() / 20;
            runs.subList(0, cut).forEach(run -> left.add(stratum(run), run));
            runs.subList(cut, runs.size()).forEach(run -> right.add(stratum(run), run));
            left.merge(right);

            assertThat(left.strata().values())
                    .hasSize(BOUND)
                    .allSatisfy(tally -> assertThat(tally.runs()).isEqualTo(3));
            assertThat(left.rest().runs()).isEqualTo(runs.size() - 3 * BOUND);
        }
    }

    private static List<RunFacts> runs() {
        return new ArrayList<>(IntStream.range(0, 600)
                .mapToObj(i -> new RunFacts(
                        RunFacts.Ending.COMPLETED,
                        new double[Amount.values().length],
                        new double[Amount.values().length],
                        Map.of(),
                        Traits.NONE,
                        new RunKeys.Keys(Fingerprint.of("task", "task " + i % 200), RunKeys.NO_PAIR, true)))
                .toList());
    }

    private static CellTable.Key key(RunFacts run) {
        return new CellTable.Key(run.keys().cluster(), run.keys().pair(), 0);
    }

    private static StratumTable.Key stratum(RunFacts run) {
        return StratumTable.Key.of(Long.toString(run.keys().cluster()));
    }
}
