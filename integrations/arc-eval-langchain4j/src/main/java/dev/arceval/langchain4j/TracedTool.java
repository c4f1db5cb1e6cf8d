package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A tool each of whose calls is a step of the assistant's call, on whatever thread the tool runs. */
final class TracedTool extends Interception {

    private final Tracer tracer;
    private final Invocations assistant;

    private TracedTool(Object target, Tracer tracer, Invocations assistant) {
        super(target);
        this.tracer = tracer;
        this.assistant = assistant;
    }

    static ToolExecutor of(ToolExecutor tool, Tracer tracer, Invocations assistant) {
        return isWatched(tool, TracedTool.class)
                ? tool
                : proxy(ToolExecutor.class, new TracedTool(tool, tracer, assistant));
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (arguments.length == 2 && arguments[0] instanceof ToolExecutionRequest request) {
            InvocationContext context = arguments[1] instanceof InvocationContext given ? given : null;
            return executed(request, context, method, arguments);
        }
        return forward(method, arguments);
    }

    private @Nullable Object executed(
            ToolExecutionRequest request,
            @Nullable InvocationContext context,
            Method method,
            @Nullable Object[] arguments)
            throws Throwable {
        try (ActiveSpan.Scope below = assistant.of(context).resume();
                ActiveSpan step = tracer.span(Span.Kind.TOOL, request.name())) {
            step.input(request.arguments());
            if (request.id() != null) {
                step.attribute("gen_ai.tool.call.id", request.id());
            }
            try {
                Object result = forward(method, arguments);
                if (result instanceof CompletionStage<?> stage) {
                    return step.follow(stage);
                }
                Capture.quietly(step, () -> answered(step, result));
                return result;
            } catch (Throwable error) {
                step.failed(cause(error));
                throw error;
            }
        }
    }

    /** What the model is shown of a result is what a replay has to give back. */
    private static void answered(ActiveSpan step, @Nullable Object result) {
        if (!(result instanceof ToolExecutionResult answer)) {
            step.output(result);
            return;
        }
        String text = Messages.text(answer);
        step.output(text);
        if (answer.isError()) {
            step.failed(new ToolExecutionException(text));
        }
    }

    /** The framework wraps what a tool throws; the tool's own error is what happened. */
    private static Throwable cause(Throwable error) {
        return error instanceof ToolExecutionException && error.getCause() != null ? error.getCause() : error;
    }
}
