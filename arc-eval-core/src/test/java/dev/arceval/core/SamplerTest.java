package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.TraceRecycler;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Sampling;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplerTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aRate_keepsThatShareOfOrdinaryRuns_andEveryOtherOne() {
        List<Trace> kept = sample(Sampling.rate(.1), runs(20_000));
        assertThat(ids(kept))
                .containsAll(ids(runs(20_000).stream()
                        .filter(trace -> trace.outcome().label() != Outcome.Label.SUCCESS || seconds(trace) > 100)
                        .toList()));
        long ordinary = kept.stream()
                .filter(trace -> trace.topLevel().get(0).traceState().isPresent())
                .count();
        // One in ten of 20,000 runs less 2 % that failed and 1 % that were slow; sd 42.
        assertThat(ordinary).isBetween(1_770L, 2_110L);
    }

    @Test
    void weights_giveBackTheTrueCounts() {
        List<Trace> all = runs(20_000);
        for (Sampling sampling : List.of(Sampling.rate(.05), Sampling.rate(1).perPattern(300))) {
            List<Trace> kept = sample(sampling, all);
            assertThat(kept.size()).isLessThan(all.size() / 4);
            PatternMiner miner = new PatternMiner();
            kept.forEach(miner::add);
            TracePattern pattern = miner.patterns(1).list().get(0);
            // Four standard deviations of a sum of weights 20 are 4 * sqrt(20,000 * 19) = 2,466.
            assertThat(pattern.traffic()).isCloseTo(20_000, within(2_466.0));
        }
    }

    @Test
    void perPattern_keepsFewerAndFewer_andRarePatternsWhole() {
        List<Trace> runs = new ArrayList<>(runs(10_000));
        for (int i = 0; i < Sampling.RARE; i++) {
            runs.add(run("rare-" + i, "unusual", 1, false));
        }
        List<Trace> kept = sample(Sampling.rate(1).perPattern(100), runs);
        assertThat(ids(kept)).contains("rare-0", "rare-19");
        long ordinary = kept.stream()
                .filter(trace -> trace.topLevel().get(0).traceState().isPresent())
                .count();
        // 100 * ln(10,000 / 100) = 461 of those after the first hundred.
        assertThat(ordinary).isBetween(350L, 560L);
    }

    @Test
    void aTraceThatWasSampledBefore_standsForMore_andKeepsTheRestOfItsState() {
        Span span = Span.builder("root", "answer")
                .start(NOON)
                .end(NOON.plusSeconds(1))
                .traceState("vendor=1, ot=rv:abc;th:8")
                .build();
        Sampler sampler = new Sampler(Sampling.rate(.25), 7, new PatternIds());
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sampler.keep(Trace.of("t" + i, List.of(span)))
                    .ifPresent(kept ->
                            states.add(kept.topLevel().get(0).traceState().orElseThrow()));
        }
        assertThat(states).contains("ot=th:e;rv:abc,vendor=1", "vendor=1, ot=rv:abc;th:8");
    }

    @Test
    void theSameSeedAndRuns_keepTheSame() {
        assertThat(sample(Sampling.rate(.2), runs(2_000))).isEqualTo(sample(Sampling.rate(.2), runs(2_000)));
    }

    @Test
    void aRecycler_storesWhatIsKept_countsTheRest_andWeighsPatterns() {
        try (TraceRecycler recycler = TraceRecycler.builder()
                .store("memory:")
                .sampling(Sampling.rate(.1))
                .build()) {
            var counts = recycler.ingestTraces(runs(4_000)).totals();
            assertThat(counts.traces() + counts.sampledOut()).isEqualTo(4_000);
            assertThat(counts.sampledOut()).isGreaterThan(3_000);
            assertThat(recycler.patterns().get(0).frequency()).isEqualTo(counts.traces());
            assertThat(recycler.patterns().get(0).traffic()).isCloseTo(4_000, within(800.0));
        }
    }

    @Test
    void sampling_outOfRange_isRefused() {
        assertThatThrownBy(() -> Sampling.rate(0)).hasMessageContaining("rate must be between");
        assertThatThrownBy(() -> Sampling.none().perPattern(3)).hasMessageContaining("perPattern must be at least");
    }

    private static List<Trace> sample(Sampling sampling, List<Trace> runs) {
        Sampler sampler = new Sampler(sampling, 42, new PatternIds());
        List<Trace> kept = new ArrayList<>();
        runs.forEach(run -> sampler.keep(run).ifPresent(kept::add));
        return kept;
    }

    /** Runs of one pattern: one in fifty fails, one in a hundred takes very long. */
    private static List<Trace> runs(int count) {
        List<Trace> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            runs.add(run("run-" + i, "usual", i % 100 == 7 ? 1_000 : 1 + i % 10, i % 50 == 3));
        }
        return runs;
    }

    private static Trace run(String id, String name, long seconds, boolean failed) {
        Span.Builder root = Span.builder("root", name).start(NOON).end(NOON.plusSeconds(seconds));
        return Trace.of(id, List.of(failed ? root.failed("Timeless", null).build() : root.build()));
    }

    private static long seconds(Trace trace) {
        return trace.duration().orElseThrow().toSeconds();
    }

    private static List<String> ids(List<Trace> traces) {
        return traces.stream().map(Trace::traceId).toList();
    }
}
