package dev.arceval;

import dev.arceval.trace.Span;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records the calls of an interface. Methods of {@link Object} are the target's own and are not recorded. */
final class TracedProxy implements InvocationHandler {

    private final Supplier<Tracer> tracer;
    private final Object target;
    private final Span.Kind kind;
    private final Map<Method, CalledMethod> calls = new ConcurrentHashMap<>();

    private TracedProxy(Supplier<Tracer> tracer, Object target, Span.Kind kind) {
        this.tracer = tracer;
        this.target = target;
        this.kind = kind;
    }

    /** Returns {@code target} behind {@code type}, its methods recorded as {@code kind} where they do not say otherwise. */
    static <T> T of(Class<T> type, T target, Span.Kind kind, Supplier<Tracer> tracer) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException("only an interface can be wrapped: " + type.getName());
        }
        InvocationHandler handler = new TracedProxy(tracer, target, kind);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Returns the name an agent's interface gives itself. */
    static String nameOf(Class<?> type) {
        Traced traced = type.getAnnotation(Traced.class);
        return traced == null || traced.name().isEmpty() ? type.getSimpleName() : traced.name();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(method, arguments);
        }
        CalledMethod called = calls.computeIfAbsent(method, unseen -> CalledMethod.of(unseen, target.getClass(), kind));
        try (ActiveSpan span = tracer.get().span(called.kind(), called.name())) {
            span.input(called.input(arguments));
            try {
                Object result = call(method, arguments);
                return handedOver(span, method.getReturnType(), result);
            } catch (Throwable error) {
                span.failed(error);
                throw error;
            }
        }
    }

    /** Two proxies are equal if what they wrap is: whoever compares them means that. */
    private @Nullable Object ofObject(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals") && arguments != null) {
            Object other = arguments[0];
            if (other != null
                    && Proxy.isProxyClass(other.getClass())
                    && Proxy.getInvocationHandler(other) instanceof TracedProxy traced) {
                other = traced.target;
            }
            return target.equals(other);
        }
        return call(method, arguments);
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** Streams are followed where the method promises nothing but a stream: another class would not fit a narrower type. */
    private static @Nullable Object handedOver(ActiveSpan span, Class<?> promised, @Nullable Object result) {
        if (result instanceof CompletionStage<?> stage) {
            return span.follow(stage);
        }
        if (promised == Stream.class && result != null) {
            return span.follow((Stream<?>) result);
        }
        if (promised == Iterator.class && result != null) {
            return span.follow((Iterator<?>) result);
        }
        if (promised == Flow.Publisher.class && result != null) {
            return span.follow((Flow.Publisher<?>) result);
        }
        span.output(result);
        return result;
    }
}
