package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import dev.langchain4j.service.memory.ChatMemoryAccess;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An assistant each of whose calls is a call of the agent. */
final class TracedService extends Interception {

    private static final String REACTIVE_STREAM = "org.reactivestreams.Publisher";

    private final Tracer tracer;
    private final Invocations invocations;
    private final String name;

    TracedService(Object service, Class<?> type, Tracer tracer, Invocations invocations) {
        super(service);
        this.tracer = tracer;
        this.invocations = invocations;
        this.name = type.getSimpleName();
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        if (method.isDefault()) {
            // On this proxy, so that what it calls is recorded.
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        if (method.getDeclaringClass() == ChatMemoryAccess.class) {
            return forward(method, arguments);
        }
        ActiveSpan span = tracer.span(Span.Kind.AGENT, name);
        Capture.quietly(span, () -> describe(span, method, arguments));
        ActiveSpan before = invocations.enter(span);
        try {
            Object result = forward(method, arguments);
            return handedOver(span, result);
        } catch (Throwable error) {
            span.failed(error).close();
            throw error;
        } finally {
            invocations.enter(before);
        }
    }

    /** What is still on its way ends the call when it has come; the framework says when that is for its streams. */
    private static @Nullable Object handedOver(ActiveSpan span, @Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            return span.follow(stage);
        }
        if (isStream(result)) {
            span.detach();
            return result;
        }
        span.output(result instanceof Result<?> whole ? whole.content() : result);
        span.close();
        return result;
    }

    private static boolean isStream(@Nullable Object result) {
        return result instanceof TokenStream
                || result instanceof Flow.Publisher<?>
                || (result != null && implementsReactiveStream(result.getClass()));
    }

    private static boolean implementsReactiveStream(@Nullable Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                if (implemented.getName().equals(REACTIVE_STREAM) || implementsReactiveStream(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One argument is what the assistant is asked; several are an object by name. */
    private static void describe(ActiveSpan span, Method method, @Nullable Object[] arguments) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (parameters[i].isAnnotationPresent(MemoryId.class)) {
                span.conversation(String.valueOf(argument));
            } else if (!(argument instanceof InvocationParameters) && !(argument instanceof ChatRequestParameters)) {
                asked.put(name(parameters[i]), argument instanceof UserMessage said ? Messages.text(said) : argument);
            }
        }
        if (asked.size() == 1) {
            span.input(asked.values().iterator().next());
        } else if (!asked.isEmpty()) {
            span.input(asked);
        }
    }

    private static String name(Parameter parameter) {
        V variable = parameter.getAnnotation(V.class);
        return variable == null ? parameter.getName() : variable.value();
    }
}
