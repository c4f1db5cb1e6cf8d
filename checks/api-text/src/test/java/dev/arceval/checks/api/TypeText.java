package dev.arceval.checks.api;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A type as it stands in a signature, with its type-use annotations. The JDK's own texts differ from version to version.
 */
final class TypeText {

    private TypeText() {}

    static String of(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            String brackets = annotations(type);
            return of(array.getAnnotatedGenericComponentType()) + (brackets.isEmpty() ? "" : " " + brackets) + "[]";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return annotations(type) + wildcard(wildcard);
        }
        if (type instanceof AnnotatedTypeVariable) {
            return annotations(type) + type.getType().getTypeName();
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
            return annotations(type) + name(raw) + arguments(parameterized);
        }
        return annotations(type) + name((Class<?>) type.getType());
    }

    /** Without the package where it is ours or the JDK's: the text is for people who review it. */
    static String name(Class<?> type) {
        String packageName = type.getPackageName();
        boolean known = packageName.startsWith("dev.arceval")
                || packageName.startsWith("java.")
                || packageName.startsWith("org.jspecify.")
                || type.isPrimitive();
        String canonical = type.getCanonicalName();
        boolean shorten = known && canonical.startsWith(packageName + ".");
        return shorten ? canonical.substring(packageName.length() + 1) : canonical;
    }

    /** Such an annotation is shown with the type it belongs to, not with the member. */
    static boolean isTypeUseOnly(Class<? extends Annotation> annotation) {
        Target target = annotation.getAnnotation(Target.class);
        return target != null && Arrays.equals(target.value(), new ElementType[] {ElementType.TYPE_USE});
    }

    private static String arguments(AnnotatedParameterizedType type) {
        return Arrays.stream(type.getAnnotatedActualTypeArguments())
                .map(TypeText::of)
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String wildcard(AnnotatedWildcardType type) {
        if (type.getAnnotatedLowerBounds().length > 0) {
            return "? super " + of(type.getAnnotatedLowerBounds()[0]);
        }
        String bound =
                Arrays.stream(type.getAnnotatedUpperBounds()).map(TypeText::of).collect(Collectors.joining(" & "));
        return bound.isEmpty() || bound.equals("Object") ? "?" : "? extends " + bound;
    }

    private static String annotations(AnnotatedType type) {
        return Arrays.stream(type.getDeclaredAnnotations())
                .map(annotation -> "@" + name(annotation.annotationType()) + " ")
                .sorted()
                .collect(Collectors.joining());
    }
}
