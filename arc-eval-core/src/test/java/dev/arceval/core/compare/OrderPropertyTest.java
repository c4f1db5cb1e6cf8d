package dev.arceval.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.eval.RegressionReport;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OrderPropertyTest {

    private static final Comparer COMPARER = new Comparer(ComparisonOptions.defaults());

    @Property(tries = 40)
    void anyOrderAndAnySplit_giveTheSameReport(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int shards, @ForAll @IntRange(max = 4) int kind) {
        List<Trace> before = runs(kind, "a", 1);
        List<Trace> after = runs(kind, "b", 2);
        RegressionReport expected = COMPARER.compare(before, after, TestRuns.PATTERN);

        RegressionReport report = COMPARER.compare(sharded(before, shards, seed), sharded(after, shards, seed + 1));

        assertThat(report).isEqualTo(expected);
        assertThat(report.toString()).isEqualTo(expected.toString());
    }

    /** One kind for each design. */
    private static List<Trace> runs(int kind, String side, long seed) {
        List<Trace> runs = new ArrayList<>();
        for (Trace trace : TestRuns.sample(side, seed, 150, 4, 500, .1)) {
            int i = runs.size();
            double ms = trace.duration().orElseThrow().toNanos() / 1e6;
            String pattern = TestRuns.PATTERN.apply(trace);
            runs.add(
                    switch (kind) {
                        case 0 -> trace;
                        case 1 -> TestRuns.asked(trace.traceId(), "q" + i % 40, pattern, ms, i % 11 == 0);
                        case 2 -> TestRuns.asked(trace.traceId(), "q" + i % 4, pattern, ms, i % 11 == 0);
                        case 4 -> rich(trace.traceId(), side + i / 3, ms, i);
                        default -> TestRuns.ofTask(trace.traceId(), side + i / 5, side + i / 5, pattern, ms);
                    });
        }
        return runs;
    }

    /** Tools, an answer, tokens, money and two evaluations. */
    private static Trace rich(String id, String conversation, double ms, int i) {
        Span root = Span.builder("1", "p" + i % 3)
                .startEpochNanos(1_000_000_000L)
                .endEpochNanos(1_000_000_000L + Math.round(ms * 1e6))
                .conversationId(conversation)
                .agentVersion("v" + i % 2)
                .output("x".repeat(i))
                .usage(new Usage(100L + i, 5L, null, .001 * i))
                .evaluations(List.of(
                        new Evaluation("good", null, i % 4 == 0 ? "fail" : "pass", null),
                        new Evaluation("helpful", .1 * i, null, null)))
                .build();
        Span tool = Span.builder("2", "tool")
                .parentSpanId("1")
                .toolName("tool-" + i % 5)
                .startEpochNanos(1_000_000_001L)
                .endEpochNanos(1_000_000_002L + i)
                .build();
        return Trace.of(id, List.of(root, tool));
    }

    private static RunSummary sharded(List<Trace> runs, int shards, long seed) {
        Random random = new Random(seed);
        List<Trace> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, random);
        List<RunSummary> summaries = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            summaries.add(new RunSummary());
        }
        shuffled.forEach(run -> summaries.get(random.nextInt(shards)).add(run, TestRuns.PATTERN.apply(run)));
        RunSummary all = new RunSummary();
        summaries.forEach(all::merge);
        return all;
    }
}
