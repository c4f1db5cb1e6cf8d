package dev.arceval.bench;

import dev.arceval.RecordedTools;
import dev.arceval.Replay;
import dev.arceval.SampleTraces;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Replaying recorded runs with an agent that does nothing but its tool calls. Per case. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReplayBenchmark {

    private static final int CASES = 100;

    private final Dataset dataset = dataset();
    private final Replay replay = Replay.of(dataset);
    private final List<Observation> observed =
            dataset.cases().stream().map(this::asRecorded).toList();

    @Benchmark
    @OperationsPerInvocation(CASES)
    public void answerToolCalls(Blackhole sink) {
        for (EvalCase recorded : dataset.cases()) {
            RecordedTools tools = RecordedTools.of(recorded);
            for (ToolCall call : recorded.toolCalls()) {
                sink.consume(answer(tools, call));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(CASES)
    public void score(Blackhole sink) {
        for (int i = 0; i < CASES; i++) {
            sink.consume(replay.score(dataset.cases().get(i), observed.get(i)));
        }
    }

    /** All that the recorded run did, so that every expectation is gone through to its end. */
    private Observation asRecorded(EvalCase recorded) {
        RecordedTools tools = RecordedTools.of(recorded);
        return replay.observe(recorded, tools, input -> {
            recorded.toolCalls().forEach(call -> answer(tools, call));
            return recorded.expectedAnswer().orElse("");
        });
    }

    private static String answer(RecordedTools tools, ToolCall call) {
        try {
            return tools.call(call.name(), call.arguments());
        } catch (RecordedTools.RecordedToolException asRecorded) {
            return "";
        }
    }

    private static Dataset dataset() {
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            recycler.ingestTraces(SampleTraces.seed(42).count(2_000).toList());
            return recycler.curate().limit(CASES).toDataset("bench");
        }
    }
}
