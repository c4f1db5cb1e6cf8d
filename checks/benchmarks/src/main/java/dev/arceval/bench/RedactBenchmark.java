package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.StandardRedactor;
import dev.arceval.core.redact.TraceRedactor;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The standard redaction; beside it what only rebuilding every trace costs. Per trace. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RedactBenchmark {

    private static final int TRACES = 1_000;

    private final List<Trace> traces = SampleTraces.seed(42).count(TRACES).toList();
    private final TraceRedactor nothing = new TraceRedactor(List.of());
    private final TraceRedactor warm = standard();

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public void rebuild(Blackhole sink) {
        redactAll(nothing, sink);
    }

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public void textsSeenFirst(Fresh fresh, Blackhole sink) {
        redactAll(fresh.redactor, sink);
    }

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public void textsSeenBefore(Blackhole sink) {
        redactAll(warm, sink);
    }

    private void redactAll(TraceRedactor redactor, Blackhole sink) {
        for (Trace trace : traces) {
            sink.consume(redactor.redact(trace));
        }
    }

    private static TraceRedactor standard() {
        return new TraceRedactor(List.of(new StandardRedactor(RedactionKey.of(new byte[32]))));
    }

    /** Long texts are remembered, so only a redactor that has seen nothing shows what the rules cost. */
    @State(Scope.Thread)
    public static class Fresh {

        private TraceRedactor redactor = standard();

        @Setup(Level.Invocation)
        public void forget() {
            redactor = standard();
        }
    }
}
