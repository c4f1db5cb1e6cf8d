package dev.arceval.checks.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceFiles;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Share;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.Trace;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.langchain4j.service.AiServices;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A LangChain4j agent with what its observations carry, and then with the listener that the doctor shows. */
class LangChain4jAdviceTest {

    @TempDir
    private Path directory;

    @Test
    void followed_theContentAppears() throws Exception {
        Path before = Followed.file(directory, "before");
        // An observation is a span of the scope of the application's own tracer, such as Spring Boot's.
        run(before, "org.springframework.boot", Map.of(), FiguresOnly::new);

        Diagnosis.Agent bare = Followed.examined(before);

        assertThat(bare.supports(Use.CASE)).isFalse();
        assertThat(bare.supports(Use.REPLAY)).isFalse();
        assertThat(bare.supports(Use.RELEASES)).isFalse();
        assertThat(bare.supports(Use.COST)).isTrue();

        List<Advice> code = Followed.advice(bare, "LangChain4j", Advice.Kind.CODE);
        assertThat(code).hasSize(1);
        Class<?> listener = Followed.compiled(code.get(0), directory);
        Map<String, String> environment = Followed.values(Followed.advice(bare, Advice.ANY, Advice.Kind.ENVIRONMENT));
        Path after = Followed.file(directory, "after");
        run(after, "dev.langchain4j", environment, tracer -> instance(listener, tracer));

        Diagnosis.Agent complete = Followed.examined(after);
        assertThat(complete.frameworks()).containsExactly(Map.entry("LangChain4j", 1L));
        for (Use use : List.of(Use.CASE, Use.EXPECTATION, Use.REPLAY, Use.COST, Use.LATENCY, Use.RELEASES)) {
            assertThat(complete.uses().get(use)).as(use.name()).isEqualTo(new Share(1, 1));
        }
        assertThat(complete.spanContent().get(Content.TOOL_RESULTS)).isEqualTo(new Share(1, 1));
        Trace trace = TraceFiles.read(after).get(0);
        assertThat(trace.input()).contains("Where is order 7?");
        assertThat(trace.output()).contains("Order 7 was shipped.");
        assertThat(trace.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("orderStatus");
            assertThat(call.arguments()).contains("\"7\"");
            assertThat(call.result()).contains("shipped");
        });
        assertThat(trace.usage().inputTokens()).isEqualTo(83);
        assertThat(trace.usage().outputTokens()).isEqualTo(18);
    }

    private static void run(
            Path spans,
            String scope,
            Map<String, String> environment,
            Function<Tracer, ? extends ChatModelListener> listener)
            throws Exception {
        SpanFile exporter = new SpanFile(spans);
        try (ChatServer server = ChatServer.start();
                SdkTracerProvider provider = SdkTracerProvider.builder()
                        .setResource(resource(environment))
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build()) {
            Tracer tracer = provider.get(scope);
            ChatModelListener added = listener.apply(tracer);
            OpenAiChatModel model = OpenAiChatModel.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName("gpt-4o-mini")
                    .listeners(List.of(added))
                    .build();
            AiServices<Support> service =
                    AiServices.builder(Support.class).chatModel(model).tools(new Orders());
            if (added instanceof AiServiceListener<?> events) {
                service.registerListeners(events);
            }
            Span request = provider.get("http").spanBuilder("POST /ask").startSpan();
            try (Scope inside = request.makeCurrent()) {
                assertThat(service.build().answer("Where is order 7?")).isEqualTo("Order 7 was shipped.");
            } finally {
                request.end();
            }
        }
    }

    /** What an SDK makes of {@code OTEL_RESOURCE_ATTRIBUTES}. */
    private static Resource resource(Map<String, String> environment) {
        String[] pair = environment
                .getOrDefault("OTEL_RESOURCE_ATTRIBUTES", "service.name=support")
                .split("=", 2);
        return Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "support")))
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey(pair[0]), pair[1])));
    }

    private static ChatModelListener instance(Class<?> listener, Tracer tracer) {
        try {
            return (ChatModelListener) listener.getConstructor(Tracer.class).newInstance(tracer);
        } catch (ReflectiveOperationException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Figures and names, no content: what LangChain4j's module of Micrometer observations writes. */
    private static final class FiguresOnly implements ChatModelListener {

        private final Tracer tracer;

        FiguresOnly(Tracer tracer) {
            this.tracer = tracer;
        }

        @Override
        public void onRequest(ChatModelRequestContext call) {
            call.attributes().put("span", tracer.spanBuilder("chat gpt-4o-mini").startSpan());
        }

        @Override
        public void onResponse(ChatModelResponseContext call) {
            Span span = (Span) call.attributes().get("span");
            span.setAttribute("gen_ai.operation.name", "chat");
            span.setAttribute("gen_ai.provider.name", "openai");
            span.setAttribute("gen_ai.request.model", call.chatRequest().modelName());
            span.setAttribute("gen_ai.response.model", call.chatResponse().modelName());
            span.setAttribute(
                    "gen_ai.usage.input_tokens",
                    call.chatResponse().tokenUsage().inputTokenCount());
            span.setAttribute(
                    "gen_ai.usage.output_tokens",
                    call.chatResponse().tokenUsage().outputTokenCount());
            span.end();
        }
    }

    interface Support {

        String answer(String question);
    }

    static final class Orders {

        @Tool(name = "orderStatus", value = "The status of an order")
        String orderStatus(@P("order") String order) {
            return "{\"order\":\"" + order + "\",\"status\":\"shipped\"}";
        }
    }
}
