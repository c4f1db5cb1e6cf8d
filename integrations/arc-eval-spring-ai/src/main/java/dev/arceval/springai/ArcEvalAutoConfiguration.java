package dev.arceval.springai;

import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Records a Spring Boot application that uses Spring AI, once this artifact and an implementation are on its class path.
 *
 * <ul>
 *   <li>{@code arc-eval.enabled}: {@code false} switches recording off.
 *   <li>{@code arc-eval.agent}: the agent's name; by default {@code spring.application.name}.
 * </ul>
 *
 * <p>The recycler is one from the environment, see {@link TraceRecycler.Builder#fromEnvironment()}, unless the application
 * has a bean of its own; likewise the tracer. The observation registry is the application's, or a new one if there is none.
 *
 * @since 0.1
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass({ChatClient.class, ObservationRegistry.class})
@ConditionalOnProperty(name = "arc-eval.enabled", matchIfMissing = true)
public final class ArcEvalAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TraceRecycler arcEvalRecycler() {
        return TraceRecycler.builder().fromEnvironment().build();
    }

    @Bean
    @ConditionalOnMissingBean
    Tracer arcEvalTracer(TraceRecycler recycler, Environment environment) {
        String application = environment.getProperty("spring.application.name", "agent");
        return recycler.tracer(environment.getProperty("arc-eval.agent", application));
    }

    @Bean
    @ConditionalOnMissingBean
    ObservationRegistry arcEvalObservationRegistry() {
        return ObservationRegistry.create();
    }

    @Bean
    static BeanPostProcessor arcEvalRecording(ObjectProvider<Tracer> tracer) {
        return new RecordingPostProcessor(tracer);
    }
}
