package dev.arceval;

import dev.arceval.trace.Span;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records the calls of an interface. Methods of {@link Object} are the target's own and are not recorded. */
final class TracedProxy implements InvocationHandler {

    /** Agent frameworks mark tools with an annotation of this name; it may name the tool. */
    private static final String TOOL = "Tool";

    private final Supplier<Tracer> tracer;
    private final Object target;
    private final Span.Kind kind;
    private final Map<Method, Call> calls = new ConcurrentHashMap<>();

    private TracedProxy(Supplier<Tracer> tracer, Object target, Span.Kind kind) {
        this.tracer = tracer;
        this.target = target;
        this.kind = kind;
    }

    /** How the calls of one method are recorded, with what of the target it calls. */
    private record Call(
            Method method,
            Span.Kind kind,
            String name,
            @Nullable String[] parameters) {}

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
        Call call = calls.computeIfAbsent(method, this::call);
        try (ActiveSpan span = tracer.get().span(call.kind, call.name)) {
            span.input(input(call, arguments));
            try {
                Object result = call(call.method, arguments);
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

    /** Tool arguments are an object by parameter name; an agent's single argument stands as it is. */
    private static @Nullable Object input(Call call, @Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return call.kind == Span.Kind.TOOL ? Map.of() : null;
        }
        if (call.kind != Span.Kind.TOOL && arguments.length == 1) {
            return arguments[0];
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = call.parameters[i];
            named.put(name == null ? "arg" + i : name, arguments[i]);
        }
        return named;
    }

    private Call call(Method method) {
        Method own = ownMethod(method);
        Traced traced = annotation(method, own);
        Annotation tool = tool(method, own);
        Span.Kind recorded = traced != null ? traced.kind() : tool != null ? Span.Kind.TOOL : kind;
        String name = traced != null && !traced.name().isEmpty() ? traced.name() : tool == null ? "" : nameOf(tool);
        method.trySetAccessible();
        @Nullable
        String[] parameters = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.isNamePresent() ? parameter.getName() : null)
                .toArray(String[]::new);
        if (Arrays.asList(parameters).contains(null)) {
            parameters = Arrays.stream(own.getParameters())
                    .map(parameter -> parameter.isNamePresent() ? parameter.getName() : null)
                    .toArray(String[]::new);
        }
        return new Call(method, recorded, name.isEmpty() ? method.getName() : name, parameters);
    }

    /** Returns the target's method behind the interface's, which may carry annotations and parameter names of its own. */
    private Method ownMethod(Method method) {
        try {
            return target.getClass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException generic) {
            return method;
        }
    }

    private static @Nullable Traced annotation(AnnotatedElement... elements) {
        for (AnnotatedElement element : elements) {
            Traced traced = element.getAnnotation(Traced.class);
            if (traced != null) {
                return traced;
            }
        }
        return null;
    }

    private static @Nullable Annotation tool(AnnotatedElement... elements) {
        for (AnnotatedElement element : elements) {
            for (Annotation annotation : element.getAnnotations()) {
                if (annotation.annotationType().getSimpleName().equals(TOOL)) {
                    return annotation;
                }
            }
        }
        return null;
    }

    private static String nameOf(Annotation tool) {
        try {
            Method name = tool.annotationType().getMethod("name");
            name.trySetAccessible();
            return name.invoke(tool) instanceof String text ? text : "";
        } catch (ReflectiveOperationException nameless) {
            return "";
        }
    }
}
