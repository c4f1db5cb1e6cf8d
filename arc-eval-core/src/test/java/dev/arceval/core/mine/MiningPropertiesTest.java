package dev.arceval.core.mine;

import static dev.arceval.core.TestObjects.MONDAY;
import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MiningPropertiesTest {

    @Property(tries = 50)
    void anyOrderAndAnyShardingGiveTheSamePatterns(
            @ForAll("runs") List<Trace> runs, @ForAll long order, @ForAll @IntRange(min = 1, max = 8) int shards) {
        PatternMiner inOrder = new PatternMiner();
        runs.forEach(inOrder::add);
        MinedPatterns expected = inOrder.patterns(1);

        List<Trace> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, new Random(order));
        MinedPatterns actual = merged(shuffled, shards).patterns(1);

        assertThat(actual.list()).isEqualTo(expected.list());
        assertThat(merged(shuffled, shards).report(1, 5)).isEqualTo(inOrder.report(1, 5));
        assertThat(runs).allSatisfy(run -> assertThat(actual.classify(run)).isEqualTo(expected.classify(run)));
    }

    @Property(tries = 200)
    void statusNeverChangesThePattern(@ForAll("steps") List<String> steps) {
        PatternMiner miner = new PatternMiner();
        miner.add(trace("a", steps, 10, 0));
        miner.add(trace("b", steps.stream().map(step -> step.replace("!", "")).toList(), 10, 1));

        assertThat(miner.patterns(1).list()).hasSize(1);
    }

    @Provide
    Arbitrary<List<String>> steps() {
        return Arbitraries.of("chat", "search", "search!", "read", "read!", "write")
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Trace>> runs() {
        Arbitrary<Trace> one = Combinators.combine(
                        Arbitraries.strings().numeric().ofLength(9),
                        Arbitraries.of("chat", "search", "search!", "read!")
                                .list()
                                .ofMaxSize(3),
                        Arbitraries.integers().between(1, 100_000),
                        Arbitraries.integers().between(0, 3))
                .as((id, steps, ms, end) -> trace("t" + id, steps, ms, end));
        return one.list().ofMaxSize(60);
    }

    private static PatternMiner merged(List<Trace> runs, int shards) {
        List<PatternMiner> miners = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            miners.add(new PatternMiner());
        }
        for (int i = 0; i < runs.size(); i++) {
            miners.get(i % shards).add(runs.get(i));
        }
        PatternMiner total = new PatternMiner();
        miners.forEach(total::merge);
        return total;
    }

    private static Trace trace(String id, List<String> steps, int ms, int end) {
        RunBuilder run = run(id).took(Duration.ofMillis(ms)).start(MONDAY.plusSeconds(ms % 7));
        for (String step : steps) {
            if (step.equals("chat")) {
                run.llm();
            } else if (step.endsWith("!")) {
                run.failedTool(step.substring(0, step.length() - 1), "Error" + ms % 3, "failed");
            } else {
                run.tool(step);
            }
        }
        switch (end) {
            case 1 -> run.crashed("Crash" + ms % 5, "boom");
            case 2 -> run.judged("fail");
            case 3 -> run.neverEnded();
            default -> {}
        }
        return run.build();
    }
}
