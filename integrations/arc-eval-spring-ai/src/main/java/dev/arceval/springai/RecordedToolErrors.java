package dev.arceval.springai;

import dev.arceval.Tracer;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;

/**
 * What becomes of a tool's exception, with the step of the tool marked as failed. The framework hands such exceptions over
 * inside the observation of the tool, which ends well when the model is told of the error instead.
 *
 * <p>With Spring Boot this happens by itself. Without it, give the result to your {@code ToolCallingManager}.
 *
 * @since 0.1
 */
public final class RecordedToolErrors {

    private RecordedToolErrors() {}

    /** Returns {@code processor}, with {@code tracer}'s current step marked as failed by what it processes. */
    public static ToolExecutionExceptionProcessor of(ToolExecutionExceptionProcessor processor, Tracer tracer) {
        return exception -> {
            Throwable cause = exception.getCause();
            tracer.current().failed(cause == null ? exception : cause);
            return processor.process(exception);
        };
    }
}
