package dev.arceval.springai;

import dev.arceval.Tracer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the handler into the application's observation registry, whoever made it; and notes the errors of tools where they
 * are turned into text for the model, which the framework's observation of the tool does not say.
 */
final class RecordingPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<Tracer> tracer;

    RecordingPostProcessor(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ObservationRegistry registry && registry != ObservationRegistry.NOOP) {
            registry.observationConfig().observationHandler(new RecordingObservationHandler(tracer.getObject()));
        }
        if (bean instanceof ToolExecutionExceptionProcessor processor) {
            return RecordedToolErrors.of(processor, tracer.getObject());
        }
        return bean;
    }
}
