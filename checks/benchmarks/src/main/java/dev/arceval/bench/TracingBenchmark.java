package dev.arceval.bench;

import dev.arceval.Tracer;
import dev.arceval.core.capture.Recorder;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.Agent;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * What recording a call with one call below it costs the caller, 200 characters in and out of each, against the same written
 * with the OpenTelemetry SDK and its batch processor. What is recorded goes nowhere on both sides.
 *
 * <p>Paced means with some microseconds of work around each call, as no agent has less: what is added is the difference to
 * the bare call. Saturated means without a pause, so that both sides drop what their threads cannot keep up with. With a slow
 * store means that each batch takes ten milliseconds.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TracingBenchmark {

    /** About five microseconds of work around each call. */
    private static final long WORK = 2_000;

    private static final String TEXT = "0123456789".repeat(20);

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("io.opentelemetry");

    @Benchmark
    public String pacedBare(Off off) {
        Blackhole.consumeCPU(WORK);
        return off.bare.run(TEXT);
    }

    @Benchmark
    public String pacedOurs(Ours ours) {
        Blackhole.consumeCPU(WORK);
        return ours.call(TEXT);
    }

    @Benchmark
    public String pacedOpenTelemetry(OpenTelemetry otel, Calls calls) {
        calls.count++;
        Blackhole.consumeCPU(WORK);
        return otel.call(TEXT);
    }

    @Benchmark
    public String saturatedOurs(Ours ours) {
        return ours.call(TEXT);
    }

    @Benchmark
    public String saturatedOpenTelemetry(OpenTelemetry otel, Calls calls) {
        calls.count++;
        return otel.call(TEXT);
    }

    @Benchmark
    public String slowStoreOurs(SlowStore ours) {
        return ours.call(TEXT);
    }

    @Benchmark
    public String off(Off off) {
        return off.agent.run(TEXT);
    }

    @Benchmark
    public String bare(Off off) {
        return off.bare.run(TEXT);
    }

    /** A tracer that records nothing. */
    @State(Scope.Benchmark)
    public static class Off {

        private final Agent<String, String> bare = text -> text;
        private final Agent<String, String> agent =
                Tracer.noop().agent(Tracer.noop().<String, String>tool("look_up", text -> text));

        String call(String text) {
            return agent.run(text);
        }
    }

    /** A recorder that hands traces to nobody. */
    @State(Scope.Benchmark)
    public static class Ours extends Recording {

        public Ours() {
            super(traces -> {});
        }
    }

    /** A recorder that hands traces to a store that cannot keep up. */
    @State(Scope.Benchmark)
    public static class SlowStore extends Recording {

        public SlowStore() {
            super(traces -> LockSupport.parkNanos(10_000_000));
        }
    }

    /** A recorder, and a call that it records. */
    public abstract static class Recording {

        private final Recorder recorder;
        private @Nullable CaptureReport warmedUp;

        Recording(Consumer<List<Trace>> sink) {
            this.recorder = Recorder.start(
                    new Recorder.Settings(
                                    10_000, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong)
                            .clockServing(Duration.ofSeconds(1)),
                    sink);
        }

        /** What the wrapped agent and its wrapped tool do around their functions. */
        String call(String text) {
            Step root = recorder.begin("bench", Span.Kind.AGENT, "invoke_agent bench", "bench");
            try {
                root.input(text);
                String answer = tool(text);
                root.output(answer);
                return answer;
            } finally {
                root.end();
            }
        }

        private String tool(String text) {
            Step step = recorder.begin("bench", Span.Kind.TOOL, "execute_tool look_up", "look_up");
            try {
                step.input(text);
                step.output(text);
                return text;
            } finally {
                step.end();
            }
        }

        /** What is lost before the code is compiled does not count. */
        @TearDown(Level.Iteration)
        public void warmUp(IterationParams iteration) {
            if (iteration.getType() == IterationType.WARMUP) {
                recorder.flush(Duration.ofSeconds(30));
                warmedUp = recorder.report();
            }
        }

        /** The share of traces that were dropped, so far. */
        double lost() {
            recorder.flush(Duration.ofSeconds(30));
            CaptureReport report = recorder.report();
            CaptureReport before = warmedUp;
            long produced = report.produced() - (before == null ? 0 : before.produced());
            long stored = report.stored() - (before == null ? 0 : before.stored());
            return 1 - stored / (double) Math.max(1, produced);
        }

        @TearDown
        public void close() {
            double lost = lost();
            recorder.close();
            System.out.printf(Locale.ROOT, "%n%.4f %% of the traces lost%n", 100 * lost);
        }
    }

    /** The SDK with its batch processor as it comes, and an exporter that does nothing. */
    @State(Scope.Benchmark)
    public static class OpenTelemetry {

        private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
        private static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("gen_ai.output.messages");

        private final Nowhere nowhere = new Nowhere();
        private final SdkTracerProvider sdk = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(nowhere).build())
                .build();
        private final io.opentelemetry.api.trace.Tracer tracer = sdk.get("bench");
        private final LongAdder calls = new LongAdder();

        public OpenTelemetry() {
            // The batch processor says every time how much it dropped.
            LOG.setLevel(java.util.logging.Level.OFF);
        }

        String call(String text) {
            io.opentelemetry.api.trace.Span root =
                    tracer.spanBuilder("invoke_agent bench").startSpan();
            try (io.opentelemetry.context.Scope current = root.makeCurrent()) {
                root.setAttribute(INPUT, text);
                String answer = tool(text);
                root.setAttribute(OUTPUT, answer);
                return answer;
            } finally {
                root.end();
            }
        }

        private String tool(String text) {
            io.opentelemetry.api.trace.Span span =
                    tracer.spanBuilder("execute_tool look_up").startSpan();
            try (io.opentelemetry.context.Scope current = span.makeCurrent()) {
                span.setAttribute(INPUT, text);
                span.setAttribute(OUTPUT, text);
                return text;
            } finally {
                span.end();
            }
        }

        /** Waits until what has ended is exported. */
        void drain() {
            sdk.forceFlush().join(30, TimeUnit.SECONDS);
        }

        /** What is lost before the code is compiled does not count. */
        @TearDown(Level.Iteration)
        public void warmUp(IterationParams iteration) {
            if (iteration.getType() == IterationType.WARMUP) {
                drain();
                nowhere.spans.reset();
            }
        }

        /** Notes so many calls: the batch processor keeps no books that could be read. */
        void called(long calls) {
            this.calls.add(calls);
        }

        /** The share of spans that were not exported, so far. */
        double lost() {
            drain();
            return 1 - nowhere.spans.sum() / (2.0 * Math.max(1, calls.sum()));
        }

        @TearDown
        public void close() {
            double lost = lost();
            sdk.close();
            System.out.printf(Locale.ROOT, "%n%.4f %% of the spans lost%n", 100 * lost);
        }
    }

    /** How often a thread called. */
    @State(Scope.Thread)
    public static class Calls {

        private long count;

        @TearDown(Level.Iteration)
        public void add(OpenTelemetry otel, IterationParams iteration) {
            if (iteration.getType() == IterationType.MEASUREMENT) {
                otel.called(count);
            }
            count = 0;
        }
    }

    private static final class Nowhere implements SpanExporter {

        private final LongAdder spans = new LongAdder();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.add(exported.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
