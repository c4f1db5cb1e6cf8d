package dev.arceval;

import dev.arceval.trace.Span;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers the calls of an interface from a recording: the counterpart of {@link TracedProxy}. */
final class RecordedProxy implements InvocationHandler {

    private final Class<?> type;
    private final @Nullable Object live;
    private final RecordedTools tools;
    private final Map<Method, CalledMethod> calls = new ConcurrentHashMap<>();

    private RecordedProxy(Class<?> type, @Nullable Object live, RecordedTools tools) {
        this.type = type;
        this.live = live;
        this.tools = tools;
    }

    static <T> T of(Class<T> type, @Nullable T live, RecordedTools tools) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException("only an interface can be answered for: " + type.getName());
        }
        InvocationHandler handler = new RecordedProxy(type, live, tools);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        CalledMethod called = calls.computeIfAbsent(method, this::called);
        Wrapping wrapping = Wrapping.of(method);
        LiveCall realTool = live == null ? null : new LiveCall(live, method, arguments);
        try {
            Object result = tools.call(called.name(), called.input(arguments), wrapping.content, realTool);
            return realTool != null && realTool.made ? result : wrapping.wrap(result);
        } catch (RecordedTools.UnrecordedCallException unrecorded) {
            throw unrecorded;
        } catch (Exception failure) {
            if (realTool == null || !realTool.made) {
                return failed(method, wrapping, failure);
            }
            throw failure;
        }
    }

    private CalledMethod called(Method method) {
        return CalledMethod.of(method, live == null ? type : live.getClass(), Span.Kind.TOOL);
    }

    /** A tool that promises a result for later fails later. */
    private static Object failed(Method method, Wrapping wrapping, Exception failure) throws Exception {
        if (wrapping.form == Form.STAGE) {
            return CompletableFuture.failedFuture(failure);
        }
        boolean declared = failure instanceof RuntimeException
                || Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(failure));
        throw declared
                ? failure
                : new RecordedTools.RecordedToolException(failure.getClass().getName()
                        + (failure.getMessage() == null ? "" : ": " + failure.getMessage()));
    }

    private @Nullable Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "recorded " + type.getSimpleName();
        };
    }

    /** A call of the real tool, and whether it was made. */
    private static final class LiveCall implements Callable<@Nullable Object> {

        private final Object target;
        private final Method method;
        private final @Nullable Object @Nullable [] arguments;
        private boolean made;

        LiveCall(Object target, Method method, @Nullable Object @Nullable [] arguments) {
            this.target = target;
            this.method = method;
            this.arguments = arguments;
        }

        @Override
        public @Nullable Object call() throws Exception {
            made = true;
            method.trySetAccessible();
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown.getCause();
            }
        }
    }

    private enum Form {
        PLAIN,
        OPTIONAL,
        STREAM,
        STAGE
    }

    /** What a method wraps its result in, and what the recording holds of it. */
    private record Wrapping(Form form, Type content) {

        static Wrapping of(Method method) {
            Class<?> promised = method.getReturnType();
            Type generic = method.getGenericReturnType();
            if (promised == Optional.class) {
                return new Wrapping(Form.OPTIONAL, argument(generic));
            }
            if (promised == Stream.class) {
                return new Wrapping(Form.STREAM, new ListOf(argument(generic)));
            }
            if (promised == CompletionStage.class || promised == CompletableFuture.class) {
                return new Wrapping(Form.STAGE, argument(generic));
            }
            return new Wrapping(Form.PLAIN, generic);
        }

        private static Type argument(Type generic) {
            return generic instanceof ParameterizedType parameterized
                    ? parameterized.getActualTypeArguments()[0]
                    : Object.class;
        }

        @Nullable
        Object wrap(@Nullable Object result) {
            return switch (form) {
                case PLAIN -> result;
                case OPTIONAL -> Optional.ofNullable(result);
                case STREAM -> result == null ? Stream.empty() : ((Collection<?>) result).stream();
                case STAGE -> CompletableFuture.completedFuture(result);
            };
        }
    }

    /** The type {@code Collection<element>}. */
    private record ListOf(Type element) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {element};
        }

        @Override
        public Type getRawType() {
            return Collection.class;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
