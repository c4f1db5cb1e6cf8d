package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.core.mine.PatternIds;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Sampling;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sampling keeps every failure and a share of the rest: taken as they come, such runs fail ten times as often as all did. */
final class SampledComparisonTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aSampledSide_isNoRegression_whereItsRunsWereNoWorse() {
        RegressionReport report = compare(runs("before", 8_000, .02), sampled("after", runs("after", 8_000, .02)));
        assertThat(report.verdict()).isNotEqualTo(Verdict.REGRESSION);
        // Some 800 runs are compared: 4 * sqrt(0.02 * 0.98 / 800) = 0.02.
        assertThat(report.overall("errors").orElseThrow().current()).isCloseTo(.02, within(.02));
        assertThat(report.notes()).last().asString().contains("current side was sampled", "1 in 10", "same chance");
    }

    @Test
    void aSampledSide_isARegression_whereItsRunsWereWorse() {
        RegressionReport report = compare(runs("before", 8_000, .02), sampled("after", runs("after", 8_000, .08)));
        assertThat(report.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(report.overall("errors").orElseThrow().current()).isCloseTo(.08, within(.04));
    }

    @Test
    void sampledSides_raiseNoMoreFalseAlarmsThanOthers() {
        int alarms = 0;
        for (int i = 0; i < 40; i++) {
            RegressionReport report =
                    compare(sampled("one", runs("one-" + i, 2_000, .05)), sampled("two", runs("two-" + i, 2_000, .05)));
            alarms += report.verdict() == Verdict.REGRESSION ? 1 : 0;
        }
        // R> qbinom(.999, 40, .05)
        assertThat(alarms).isLessThanOrEqualTo(7);
    }

    @Test
    void runsOfOneChance_areTakenAsTheyAre() {
        Trace[] all = runs("run", 200, 0).toArray(Trace[]::new);
        for (int i = 0; i < all.length; i++) {
            Span root = all[i].spans().get(0);
            all[i] = Trace.of(
                    all[i].traceId(),
                    List.of(root.toBuilder().traceState("ot=th:c").build()));
        }
        RegressionReport report = compare(List.of(all), runs("other", 200, 0));
        assertThat(report.notes()).noneMatch(note -> note.contains("sampled"));
        assertThat(report.overall("latency").orElseThrow().nBaseline()).isEqualTo(200);
    }

    private static RegressionReport compare(List<Trace> baseline, List<Trace> current) {
        Supplier<Stream<Trace>> before = baseline::stream;
        Supplier<Stream<Trace>> after = current::stream;
        return ComparisonDoor.of(before, after).report();
    }

    private static List<Trace> sampled(String job, List<Trace> runs) {
        Sampler sampler = new Sampler(Sampling.rate(.1), job.length(), new PatternIds());
        List<Trace> kept = new ArrayList<>();
        runs.forEach(run -> sampler.keep(run).ifPresent(kept::add));
        return kept;
    }

    private static List<Trace> runs(String name, int count, double failing) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        List<Trace> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Span.Builder root = Span.builder("root", "answer")
                    .kind(Span.Kind.AGENT)
                    .agentName("shop")
                    .input("order " + name + i)
                    .output("done")
                    .start(NOON.plusSeconds(i))
                    .end(NOON.plusSeconds(i).plusMillis(500 + random.nextInt(500)));
            boolean fails = random.nextDouble() < failing;
            runs.add(Trace.of(
                    name + "-" + i,
                    List.of(fails ? root.failed("Timeless", null).build() : root.build())));
        }
        return runs;
    }
}
