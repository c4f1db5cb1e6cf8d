package dev.arceval.bench;

import dev.arceval.Tracer;
import dev.arceval.core.capture.Recorder;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.Agent;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Span;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What recording a call with one call below it costs the caller, 200 characters in and out of each, against the same written
 * with the OpenTelemetry SDK and its batch processor. What is recorded goes nowhere on both sides.
 *
 * <p>Paced means bursts that fit into the batch processor's queue, with all of them handed on between; saturated means
 * without a pause, so that both sides drop what their threads cannot keep up with.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TracingBenchmark {

    /** Two spans each: half of the batch processor's queue of 2,048 where two threads share it. */
    private static final int BURST = 500;

    private static final String TEXT = "0123456789".repeat(20);

    @Benchmark
    @OperationsPerInvocation(BURST)
    public int pacedOurs(Ours ours, OursDrained drained) {
        int length = 0;
        for (int i = 0; i < BURST; i++) {
            length += ours.call(TEXT).length();
        }
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public int pacedOpenTelemetry(OpenTelemetry otel, OpenTelemetryDrained drained) {
        int length = 0;
        for (int i = 0; i < BURST; i++) {
            length += otel.call(TEXT).length();
        }
        return length;
    }

    @Benchmark
    public String saturatedOurs(Ours ours) {
        return ours.call(TEXT);
    }

    @Benchmark
    public String saturatedOpenTelemetry(OpenTelemetry otel) {
        return otel.call(TEXT);
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
    }

    /** A recycler whose recorder hands traces to nobody. */
    @State(Scope.Benchmark)
    public static class Ours {

        private final Recorder recorder = Recorder.start(
                new Recorder.Settings(10_000, Clock.systemUTC(), System::nanoTime, new SplittableRandom(1)::nextLong),
                traces -> {});

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

        /** The share of traces that were dropped, so far. */
        double lost() {
            recorder.flush(Duration.ofSeconds(30));
            CaptureReport report = recorder.report();
            return 1 - report.stored() / (double) Math.max(1, report.produced());
        }

        @TearDown
        public void close() {
            double lost = lost();
            recorder.close();
            System.out.printf(Locale.ROOT, "%nours: %.4f %% of the traces lost%n", 100 * lost);
        }
    }

    /** Waits after each burst. */
    @State(Scope.Thread)
    public static class OursDrained {

        @TearDown(Level.Invocation)
        public void drain(Ours ours) {
            ours.recorder.flush(Duration.ofSeconds(30));
        }
    }

    /** The SDK with its batch processor as it comes, and an exporter that does nothing. */
    @State(Scope.Benchmark)
    public static class OpenTelemetry {

        private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
        private static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("gen_ai.output.messages");

        private final SdkTracerProvider sdk = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(new Nowhere()).build())
                .build();
        private final io.opentelemetry.api.trace.Tracer tracer = sdk.get("bench");

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

        @TearDown
        public void close() {
            sdk.close();
        }
    }

    /** Waits after each burst. */
    @State(Scope.Thread)
    public static class OpenTelemetryDrained {

        @TearDown(Level.Invocation)
        public void drain(OpenTelemetry otel) {
            otel.sdk.forceFlush().join(30, TimeUnit.SECONDS);
        }
    }

    private static final class Nowhere implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
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
