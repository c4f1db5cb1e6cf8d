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
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A Spring Boot application with Spring AI, as it is by default and then as the doctor says it should be. */
class SpringAiAdviceTest {

    @TempDir
    private Path directory;

    @Test
    void followed_theContentAppears() throws IOException {
        Path before = Followed.file(directory, "before");
        run(before, Map.of(), List.of());

        Diagnosis.Agent bare = Followed.examined(before);

        assertThat(bare.frameworks()).containsExactly(Map.entry("Spring AI", 1L));
        assertThat(bare.supports(Use.CASE)).isFalse();
        assertThat(bare.supports(Use.REPLAY)).isFalse();
        assertThat(bare.traceContent().get(Content.TOOL_RESULTS)).isEqualTo(new Share(0, 1));

        List<Advice> properties = Followed.advice(bare, "Spring AI", Advice.Kind.PROPERTIES);
        List<Class<?>> filters = Followed.advice(bare, "Spring AI", Advice.Kind.CODE).stream()
                .filter(advice -> advice.brings().contains(Content.MESSAGES))
                .<Class<?>>map(advice -> Followed.compiled(advice, directory))
                .toList();
        Path after = Followed.file(directory, "after");
        run(after, Followed.values(properties), filters);

        Diagnosis.Agent complete = Followed.examined(after);
        for (Use use : List.of(Use.CASE, Use.EXPECTATION, Use.REPLAY, Use.COST, Use.LATENCY)) {
            assertThat(complete.uses().get(use)).as(use.name()).isEqualTo(new Share(1, 1));
        }
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

    private static void run(Path spans, Map<String, String> properties, List<Class<?>> beans) throws IOException {
        try (ChatServer server = ChatServer.start()) {
            SpringApplication application = new SpringApplication(Application.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            Map<String, Object> all = new HashMap<>(Map.of(
                    "spring.application.name", "support",
                    "spring.main.banner-mode", "off",
                    "spring.ai.openai.base-url", server.url(),
                    "spring.ai.openai.api-key", "none",
                    "spring.ai.openai.chat.model", "gpt-4o-mini",
                    "management.tracing.sampling.probability", "1.0"));
            all.putAll(properties);
            application.setDefaultProperties(all);
            application.addInitializers(context -> register((GenericApplicationContext) context, spans, beans));
            try (ConfigurableApplicationContext context = application.run()) {
                ChatClient client = context.getBean(ChatClient.Builder.class).build();
                String answer = client.prompt("Where is order 7?")
                        .tools(new Orders())
                        .call()
                        .content();
                assertThat(answer).isEqualTo("Order 7 was shipped.");
            }
        }
    }

    private static void register(GenericApplicationContext context, Path spans, List<Class<?>> beans) {
        context.registerBean(SpanExporter.class, () -> new SpanFile(spans));
        beans.forEach(context::registerBean);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    static final class Orders {

        @Tool(name = "orderStatus", description = "The status of an order")
        String orderStatus(String order) {
            return "{\"order\":\"" + order + "\",\"status\":\"shipped\"}";
        }
    }
}
