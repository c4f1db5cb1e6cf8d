package dev.arceval.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.ActiveSpan;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.trace.Agent;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span.Kind;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenTelemetryContextTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build();
    private final io.opentelemetry.api.trace.Tracer http = sdk.getTracer("http");
    private final TraceRecycler recycler = recycler(OpenTelemetryContext.of(sdk));
    private final Tracer tracer = recycler.tracer("support");

    private static TraceRecycler recycler(OpenTelemetryContext context) {
        return TraceRecycler.builder().store("memory:").context(context).build();
    }

    @AfterEach
    void close() {
        recycler.close();
        sdk.close();
    }

    private SpanData span(String name) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Trace stored(TraceRecycler from, String traceId) {
        assertThat(from.flush(LONG)).isTrue();
        return from.find(traceId).orElseThrow();
    }

    @Test
    void recordedSteps_arePartOfTheActiveTrace() {
        Function<String, String> search = tracer.tool("search", query -> {
            http.spanBuilder("GET /search").startSpan().end();
            return "3 hits";
        });
        Agent<String, String> agent = tracer.agent(question -> "found " + search.apply(question));
        Span request = http.spanBuilder("POST /ask").startSpan();
        try (Scope active = request.makeCurrent()) {
            assertThat(agent.run("oak bench")).isEqualTo("found 3 hits");
            assertThat(Span.current()).isSameAs(request);
        }
        request.end();

        String traceId = request.getSpanContext().getTraceId();
        assertThat(exported.getFinishedSpanItems())
                .hasSize(4)
                .allMatch(span -> span.getTraceId().equals(traceId));
        SpanData root = span("invoke_agent support");
        SpanData tool = span("execute_tool search");
        assertThat(root.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(tool.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(span("GET /search").getParentSpanId()).isEqualTo(tool.getSpanId());

        Trace trace = stored(recycler, traceId);
        assertThat(trace.spans())
                .extracting(dev.arceval.trace.Span::spanId)
                .containsExactly(root.getSpanId(), tool.getSpanId());
        assertThat(trace.root().orElseThrow().parentSpanId())
                .contains(request.getSpanContext().getSpanId());
        assertThat(trace.input()).contains("oak bench");
    }

    @Test
    void attributes_areThoseOfTheConventionsAndContentStaysHere() {
        try (ActiveSpan chat = tracer.span(Kind.LLM, "chat small")) {
            chat.input("my number is 12345")
                    .output("noted")
                    .model("small")
                    .usage(Usage.ofTokens(12, 3))
                    .finishReason("stop")
                    .conversation("c-1")
                    .evaluation(new Evaluation("helpful", .5, "pass", "because 12345"));
        }

        SpanData span = span("chat small");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("dev.arceval");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("gen_ai.operation.name")))
                .isEqualTo("chat");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("gen_ai.request.model")))
                .isEqualTo("small");
        assertThat(span.getAttributes().get(AttributeKey.longKey("gen_ai.usage.input_tokens")))
                .isEqualTo(12);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("gen_ai.conversation.id")))
                .isEqualTo("c-1");
        assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons")))
                .isEqualTo(List.of("stop"));
        assertThat(span.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getName()).isEqualTo("gen_ai.evaluation.result"));
        assertThat(span.toString()).doesNotContain("12345", "noted");
    }

    @Test
    void content_isWrittenWhenAskedFor() {
        TraceRecycler open = recycler(OpenTelemetryContext.of(sdk).withContent());
        open.tracer("support").<String, String>tool("search", query -> "3 hits").apply("oak");

        SpanData tool = span("execute_tool search");
        assertThat(tool.getAttributes().get(AttributeKey.stringKey("gen_ai.tool.call.arguments")))
                .isEqualTo("oak");
        assertThat(tool.getAttributes().get(AttributeKey.stringKey("gen_ai.tool.call.result")))
                .isEqualTo("3 hits");
        open.close();
    }

    @Test
    void failure_isAnErrorThere() {
        Agent<String, String> agent = tracer.agent(question -> {
            throw new IllegalStateException("secret walnut");
        });
        try {
            agent.run("x");
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("secret walnut");
        }

        SpanData root = span("invoke_agent support");
        assertThat(root.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(root.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(root.toString()).doesNotContain("walnut");
    }

    @Test
    void context_goesWithTheTaskToOtherThreads() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService carrying = tracer.propagate(pool);
        Function<String, String> search = tracer.tool("search", query -> "3 hits");
        Agent<String, String> agent = tracer.agent(question -> {
            CompletableFuture.runAsync(
                            () -> http.spanBuilder("GET /a").startSpan().end(), carrying)
                    .join();
            return CompletableFuture.supplyAsync(() -> search.apply(question), carrying)
                    .join();
        });
        agent.run("oak");

        SpanData root = span("invoke_agent support");
        assertThat(span("GET /a").getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(span("execute_tool search").getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(pool.submit(() -> Context.current() == Context.root()).get(30, TimeUnit.SECONDS))
                .isTrue();
        pool.shutdown();
    }

    @Test
    void stepsLeftOpen_leaveNothingActive() {
        Agent<String, String> agent = tracer.agent(question -> {
            tracer.span("never closed");
            return question;
        });
        agent.run("x");

        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void resultThatIsStillOnItsWay_endsItsSpanWhenItIsThere() {
        CompletableFuture<String> later = new CompletableFuture<>();
        tracer.<String, CompletableFuture<String>>agent(question -> later).run("x");
        assertThat(exported.getFinishedSpanItems()).isEmpty();
        assertThat(Context.current()).isSameAs(Context.root());
        later.complete("done");

        assertThat(exported.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void ownSpans_areNotTakenTwice() {
        RecyclingSpanProcessor processor = RecyclingSpanProcessor.of(recycler);
        try (OpenTelemetrySdk both = OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder().addSpanProcessor(processor).build())
                .build()) {
            TraceRecycler joined = TraceRecycler.builder()
                    .store("memory:")
                    .context(OpenTelemetryContext.of(both))
                    .build();
            Agent<String, String> agent = joined.tracer("support").agent(question -> {
                both.getTracer("http").spanBuilder("GET /a").startSpan().end();
                return "fine";
            });
            agent.run("x");
            assertThat(processor.forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
            assertThat(processor.report().stored()).isEqualTo(1);
            assertThat(processor.report().ignored()).isEqualTo(1);
            joined.close();
        }
    }

    @Test
    void withoutAnSdkOfItsOwn_theActiveTraceIsJoined() {
        TraceRecycler joined = recycler(new OpenTelemetryContext());
        Span request = http.spanBuilder("POST /ask").startSpan();
        try (Scope active = request.makeCurrent()) {
            Function<String, String> search = joined.tracer("support").tool("search", query -> "3");
            joined.tracer("support").<String, String>agent(search::apply).run("x");
        }

        Trace trace = stored(joined, request.getSpanContext().getTraceId());
        assertThat(trace.spans()).hasSize(2);
        assertThat(exported.getFinishedSpanItems()).isEmpty();
        joined.close();
    }
}
