package dev.arceval;

import dev.arceval.trace.Span;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one method of an interface are recorded and found again.
 *
 * @param kind the kind of step
 * @param name the name of the tool or step
 * @param parameters the parameters' names, where they are known
 */
record CalledMethod(Span.Kind kind, String name, @Nullable String[] parameters) {

    /** Agent frameworks mark tools with an annotation of this name; it may name the tool. */
    private static final String TOOL = "Tool";

    /**
     * Reads what annotations say about a method.
     *
     * @param type the class that implements it, or the interface itself
     * @param unsaid the kind where nothing is said
     */
    static CalledMethod of(Method method, Class<?> type, Span.Kind unsaid) {
        Method own = ownMethod(method, type);
        Traced traced = annotation(method, own);
        Annotation tool = tool(method, own);
        Span.Kind recorded = traced != null ? kind(traced, unsaid) : tool != null ? Span.Kind.TOOL : unsaid;
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
        return new CalledMethod(recorded, name.isEmpty() ? method.getName() : name, parameters);
    }

    /** An annotation that only gives a name to one of several tools does not make an agent of it. */
    private static Span.Kind kind(Traced traced, Span.Kind unsaid) {
        return unsaid == Span.Kind.TOOL && traced.kind() == Span.Kind.AGENT ? Span.Kind.TOOL : traced.kind();
    }

    /** Tool arguments are an object by parameter name; an agent's single argument stands as it is. */
    @Nullable
    Object input(@Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return kind == Span.Kind.TOOL ? Map.of() : null;
        }
        if (kind != Span.Kind.TOOL && arguments.length == 1) {
            return arguments[0];
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = parameters[i];
            named.put(name == null ? "arg" + i : name, arguments[i]);
        }
        return named;
    }

    /** Returns the method of {@code type} behind the interface's, which may carry annotations and parameter names of its own. */
    private static Method ownMethod(Method method, Class<?> type) {
        try {
            return type.getMethod(method.getName(), method.getParameterTypes());
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
