package dev.arceval.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.CaptureReport.Reason;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecyclingSpanProcessorTest {

    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

    private final TraceRecycler recycler =
            TraceRecycler.builder().store("memory:").build();
    private final RecyclingSpanProcessor processor = RecyclingSpanProcessor.of(recycler);
    private final SdkTracerProvider sdk = SdkTracerProvider.builder()
            .setResource(Resource.getDefault()
                    .merge(Resource.create(io.opentelemetry.api.common.Attributes.builder()
                            .put("service.name", "shop")
                            .build())))
            .addSpanProcessor(processor)
            .build();
    private final Tracer tracer = sdk.get("test");

    @AfterEach
    void close() {
        sdk.close();
        recycler.close();
    }

    private List<Trace> stored() {
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            return traces.toList();
        }
    }

    private static boolean done(CompletableResultCode result) {
        return result.join(30, TimeUnit.SECONDS).isSuccess();
    }

    private void assertBooksBalance(SpanReport report) {
        assertThat(report.stored()
                        + report.ignored()
                        + report.pending()
                        + report.dropped().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .isEqualTo(report.received());
    }

    /** A run as an instrumented framework leaves it: an agent, its model call, its tool. */
    private String run(String question) {
        Span agent = tracer.spanBuilder("invoke_agent support")
                .setAttribute(OPERATION, "invoke_agent")
                .setAttribute("gen_ai.agent.name", "support")
                .setAttribute("gen_ai.input.messages", messages("user", question))
                .setAttribute("gen_ai.output.messages", messages("assistant", "3 hits"))
                .startSpan();
        Span chat = tracer.spanBuilder("chat small")
                .setParent(Context.root().with(agent))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(OPERATION, "chat")
                .setAttribute("gen_ai.request.model", "small")
                .setAttribute("gen_ai.usage.input_tokens", 12)
                .setAttribute("gen_ai.usage.output_tokens", 3)
                .setAttribute(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of("tool_calls"))
                .startSpan();
        chat.end();
        Span tool = tracer.spanBuilder("execute_tool search")
                .setParent(Context.root().with(agent))
                .setAttribute(OPERATION, "execute_tool")
                .setAttribute("gen_ai.tool.name", "search")
                .setAttribute("gen_ai.tool.call.arguments", "{\"q\":\"oak\"}")
                .setAttribute("gen_ai.tool.call.result", "3")
                .startSpan();
        tool.setStatus(StatusCode.ERROR, "slow");
        tool.end();
        agent.end();
        return agent.getSpanContext().getTraceId();
    }

    private static String messages(String role, String text) {
        return "[{\"role\":\"" + role + "\",\"parts\":[{\"type\":\"text\",\"content\":\"" + text + "\"}]}]";
    }

    @Test
    void framework_isRecordedWithoutAChange() {
        String traceId = run("oak bench");

        assertThat(done(processor.forceFlush())).isTrue();
        Trace trace = recycler.find(traceId).orElseThrow();
        assertThat(trace.agent()).isEqualTo("support");
        assertThat(trace.input()).contains("oak bench");
        assertThat(trace.output()).contains("3 hits");
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("search");
            assertThat(call.arguments()).isEqualTo("{\"q\":\"oak\"}");
            assertThat(call.result()).isEqualTo("3");
        });
        assertThat(trace.outcome().label()).isEqualTo(Outcome.Label.SUCCESS);
        dev.arceval.trace.Span chat = trace.spans().stream()
                .filter(span -> span.kind() == dev.arceval.trace.Span.Kind.LLM)
                .findFirst()
                .orElseThrow();
        assertThat(chat.model()).contains("small");
        assertThat(chat.usage().inputTokens()).isEqualTo(12);
        assertThat(chat.finishReasons()).containsExactly("tool_calls");
        assertThat(chat.spanKind()).isEqualTo(3);
        assertThat(chat.resource().get("service.name")).contains("shop");
        assertThat(chat.scope().name()).isEqualTo("test");
        assertThat(processor.report().stored()).isEqualTo(3);
        assertBooksBalance(processor.report());
    }

    @Test
    void attributesEventsAndLinks_keepTheirTypes() {
        Span linked = tracer.spanBuilder("other").startSpan();
        Span span = tracer.spanBuilder("chat")
                .setAttribute(OPERATION, "chat")
                .setAttribute("my.flag", true)
                .setAttribute("my.share", .25)
                .setAttribute("my.count", -7)
                .setAttribute(AttributeKey.longArrayKey("my.list"), List.of(1L, 2L))
                .addLink(linked.getSpanContext())
                .startSpan();
        span.addEvent("note", io.opentelemetry.api.common.Attributes.of(AttributeKey.stringKey("who"), "me"));
        span.end();

        assertThat(done(processor.forceFlush())).isTrue();
        dev.arceval.trace.Span read = recycler.find(span.getSpanContext().getTraceId())
                .orElseThrow()
                .spans()
                .get(0);
        assertThat(read.attributes().get("my.flag")).contains(true);
        assertThat(read.attributes().get("my.share")).contains(.25);
        assertThat(read.attributes().get("my.count")).contains(-7L);
        assertThat(read.attributes().get("my.list")).contains(List.of(1L, 2L));
        assertThat(read.events()).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("note");
            assertThat(event.attributes().get("who")).contains("me");
        });
        assertThat(read.links())
                .extracting(dev.arceval.trace.Span.Link::spanId)
                .containsExactly(linked.getSpanContext().getSpanId());
        assertThat(read.startEpochNanos()).isPositive().isLessThanOrEqualTo(read.endEpochNanos());
    }

    @Test
    void tracesWithoutAnAgent_areIgnoredAndCounted() {
        Span http = tracer.spanBuilder("GET /health").startSpan();
        http.end();

        assertThat(done(processor.forceFlush())).isTrue();
        assertThat(stored()).isEmpty();
        assertThat(processor.report().ignored()).isEqualTo(1);
        assertBooksBalance(processor.report());
    }

    @Test
    void callerOnTheWire_doesNotKeepTheTraceOpen() {
        SpanContext remote = SpanContext.createFromRemoteParent(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.builder().put("vendor", "x").build());
        Span agent = tracer.spanBuilder("invoke_agent")
                .setParent(Context.root().with(Span.wrap(remote)))
                .setAttribute(OPERATION, "invoke_agent")
                .startSpan();
        agent.end();

        assertThat(done(processor.forceFlush())).isTrue();
        assertThat(recycler.find(remote.getTraceId())
                        .orElseThrow()
                        .spans()
                        .get(0)
                        .traceState())
                .contains("vendor=x");
    }

    @Test
    void lateSpan_joinsItsTrace() {
        Span agent = tracer.spanBuilder("invoke_agent")
                .setAttribute(OPERATION, "invoke_agent")
                .startSpan();
        Span tool = tracer.spanBuilder("execute_tool late")
                .setParent(Context.root().with(agent))
                .setAttribute("gen_ai.tool.name", "late")
                .startSpan();
        agent.end();
        assertThat(done(processor.forceFlush())).isTrue();
        tool.end();
        assertThat(done(processor.forceFlush())).isTrue();

        assertThat(recycler.find(agent.getSpanContext().getTraceId())
                        .orElseThrow()
                        .spans())
                .hasSize(2);
        assertThat(processor.report().late()).isEqualTo(1);
        assertBooksBalance(processor.report());
    }

    @Test
    void traceWithoutItsRoot_comesWithShutdown() {
        Span agent = tracer.spanBuilder("invoke_agent").startSpan();
        Span tool = tracer.spanBuilder("execute_tool x")
                .setParent(Context.root().with(agent))
                .setAttribute("gen_ai.tool.name", "x")
                .startSpan();
        tool.end();
        assertThat(done(processor.forceFlush())).isTrue();
        assertThat(stored()).isEmpty();

        assertThat(done(processor.shutdown())).isTrue();
        assertThat(stored()).hasSize(1);
        agent.end();
        assertThat(processor.report().dropped()).containsEntry(Reason.CLOSED, 1L);
        assertBooksBalance(processor.report());
    }

    @Test
    void spanThatIsNotSampled_isNotTaken() {
        SpanContext unsampled = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getDefault(),
                TraceState.getDefault());
        tracer.spanBuilder("chat")
                .setParent(Context.root().with(Span.wrap(unsampled)))
                .startSpan()
                .end();

        assertThat(processor.report().received()).isZero();
    }

    @Test
    void exporter_doesTheSameBehindABatchProcessor() {
        RecyclingSpanExporter exporter = RecyclingSpanExporter.of(recycler);
        try (SdkTracerProvider batched = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build()) {
            Span span = batched.get("test")
                    .spanBuilder("chat")
                    .setAttribute(OPERATION, "chat")
                    .startSpan();
            span.end();
            assertThat(done(batched.forceFlush())).isTrue();
            assertThat(done(exporter.flush())).isTrue();
            assertThat(recycler.find(span.getSpanContext().getTraceId())).isPresent();
        }
        assertThat(exporter.report().stored()).isEqualTo(1);
    }

    /** A recycler of which only reading is of interest. */
    private static TraceRecycler recycler(java.lang.reflect.InvocationHandler handler) {
        return (TraceRecycler) Proxy.newProxyInstance(
                TraceRecycler.class.getClassLoader(), new Class<?>[] {TraceRecycler.class}, handler);
    }

    @Test
    void storeThatThrows_costsTheTracesAndNothingElse() {
        AtomicReference<Throwable> error = new AtomicReference<>(new StackOverflowError());
        RecyclingSpanProcessor failing = RecyclingSpanProcessor.of(recycler((proxy, method, arguments) -> {
            Throwable now = error.get();
            if (now != null) {
                throw now;
            }
            return method.invoke(recycler, arguments);
        }));
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(failing).build()) {
            Tracer failingTracer = provider.get("test");
            failingTracer
                    .spanBuilder("chat")
                    .setAttribute(OPERATION, "chat")
                    .startSpan()
                    .end();
            assertThat(done(failing.forceFlush())).isFalse();

            error.set(new TraceStore.TraceStoreException(TraceStore.Problem.FULL, "full", null));
            failingTracer
                    .spanBuilder("chat")
                    .setAttribute(OPERATION, "chat")
                    .startSpan()
                    .end();
            assertThat(done(failing.forceFlush())).isFalse();

            error.set(null);
            failingTracer
                    .spanBuilder("chat")
                    .setAttribute(OPERATION, "chat")
                    .startSpan()
                    .end();
            assertThat(done(failing.forceFlush())).isTrue();
        }
        assertThat(failing.report().dropped()).containsEntry(Reason.STORE_FAILED, 2L);
        assertThat(failing.report().stored()).isEqualTo(1);
        assertBooksBalance(failing.report());
    }

    @Test
    void storeThatHangs_neverBlocksTheCallerAndFailedSpansAreDroppedLast() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RecyclingSpanProcessor hanging = RecyclingSpanProcessor.of(
                recycler((proxy, method, arguments) -> {
                    hangs.countDown();
                    release.await();
                    throw new IllegalStateException("released");
                }),
                Duration.ofMillis(100));
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(hanging).build();
        Tracer hangingTracer = provider.get("test");
        hangingTracer
                .spanBuilder("chat")
                .setAttribute(OPERATION, "chat")
                .startSpan()
                .end();
        hanging.forceFlush();
        hangs.await();
        for (int i = 0; i < 66_000; i++) {
            hangingTracer.spanBuilder("chat").startSpan().end();
        }
        long full = hanging.report().dropped().get(Reason.QUEUE_FULL);
        assertThat(full).isEqualTo(66_000 - 65_536);
        Span failed = hangingTracer.spanBuilder("chat").startSpan();
        failed.setStatus(StatusCode.ERROR);
        failed.end();

        assertThat(hanging.report().dropped()).containsEntry(Reason.QUEUE_FULL, full);
        assertThat(hanging.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
        assertThat(hanging.report().dropped()).containsEntry(Reason.CLOSED, 65_536L + 2);
        assertBooksBalance(hanging.report());
        release.countDown();
    }
}
