package dev.arceval.checks.api;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of one module as text: every exported package with its public types, sorted, one member a line.
 *
 * <p>The text is made from what the class file promises to a caller, so any JDK gives the same text. It leaves out what
 * follows from the rest: the accessors of a record, {@code values()} of an enum, {@code equals}, {@code hashCode} and
 * {@code toString}. Members that a public type inherits from a hidden one are shown as its own.
 */
final class ApiText {

    private final StringBuilder text = new StringBuilder();

    private ApiText() {}

    static String of(ModuleReference module) throws IOException {
        ApiText api = new ApiText();
        api.line("module " + module.descriptor().name());
        try (ModuleReader reader = module.open();
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {module.location().orElseThrow().toURL()}, ApiText.class.getClassLoader())) {
            List<String> resources;
            try (Stream<String> names = reader.list()) {
                resources = names.toList();
            }
            for (String exported : exportedPackages(module.descriptor())) {
                api.addPackage(exported, publicTypes(exported, resources, loader), loader);
            }
        }
        return api.text.toString();
    }

    private static Set<String> exportedPackages(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Class<?>> publicTypes(String packageName, List<String> resources, ClassLoader loader) {
        String directory = packageName.replace('.', '/') + '/';
        List<Class<?>> types = new ArrayList<>();
        for (String resource : resources) {
            if (resource.startsWith(directory)
                    && resource.indexOf('/', directory.length()) < 0
                    && resource.endsWith(".class")
                    && !resource.endsWith("/package-info.class")) {
                Class<?> type =
                        load(resource.substring(0, resource.length() - 6).replace('/', '.'), loader);
                if (isVisible(type)) {
                    types.add(type);
                }
            }
        }
        types.sort(Comparator.comparing(TypeText::name));
        return types;
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(name + " is listed in its module but cannot be loaded", missing);
        }
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || !isPublicOrProtected(type.getModifiers())) {
            return false;
        }
        return type.getDeclaringClass() == null || isVisible(type.getDeclaringClass());
    }

    private static boolean isPublicOrProtected(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private void addPackage(String name, List<Class<?>> types, ClassLoader loader) {
        line("");
        Package known =
                types.isEmpty() ? loader.getDefinedPackage(name) : types.get(0).getPackage();
        line((known == null ? "" : annotations(known)) + "package " + name);
        types.forEach(this::addType);
    }

    private void addType(Class<?> type) {
        line("");
        line(header(type));
        constants(type).forEach(this::member);
        fields(type).forEach(this::member);
        constructors(type).forEach(this::member);
        methods(type).forEach(this::member);
    }

    private static String header(Class<?> type) {
        StringBuilder header = new StringBuilder(annotations(type));
        header.append(typeModifiers(type)).append(kind(type)).append(TypeText.name(type));
        header.append(typeParameters(type));
        if (type.isRecord()) {
            header.append(Arrays.stream(type.getRecordComponents())
                    .map(ApiText::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (parent != null && !type.isEnum() && !type.isRecord() && parent.getType() != Object.class) {
            header.append(" extends ").append(TypeText.of(parent));
        }
        if (!type.isAnnotation()) {
            header.append(list(type.isInterface() ? " extends " : " implements ", type.getAnnotatedInterfaces()));
        }
        if (type.isSealed()) {
            header.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(TypeText::name)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return header.toString();
    }

    private static String typeModifiers(Class<?> type) {
        StringBuilder modifiers = new StringBuilder();
        if (Modifier.isProtected(type.getModifiers())) {
            modifiers.append("protected ");
        }
        if (type.isSealed() && !type.isEnum()) {
            modifiers.append("sealed ");
        }
        boolean plainClass = !type.isInterface() && !type.isEnum() && !type.isRecord();
        if (plainClass && Modifier.isAbstract(type.getModifiers())) {
            modifiers.append("abstract ");
        }
        if (plainClass && Modifier.isFinal(type.getModifiers())) {
            modifiers.append("final ");
        }
        return modifiers.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface ";
        }
        if (type.isInterface()) {
            return "interface ";
        }
        if (type.isEnum()) {
            return "enum ";
        }
        return type.isRecord() ? "record " : "class ";
    }

    private static String component(RecordComponent component) {
        return TypeText.of(component.getAnnotatedType()) + " " + component.getName();
    }

    /** The constants of an enum, in the order in which they compare. */
    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(Field::isEnumConstant)
                .map(constant -> annotations(constant) + constant.getName())
                .toList();
    }

    private static List<String> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !field.isEnumConstant() && !field.isSynthetic() && isShown(type, field.getModifiers()))
                .map(field -> annotations(field) + modifiers(type, field.getModifiers())
                        + TypeText.of(field.getAnnotatedType()) + " " + field.getName())
                .sorted()
                .toList();
    }

    private static List<String> constructors(Class<?> type) {
        if (type.isEnum()) {
            return List.of();
        }
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> !constructor.isSynthetic() && isShown(type, constructor.getModifiers()))
                .filter(constructor -> !isCanonical(constructor))
                .map(constructor -> annotations(constructor) + modifiers(type, constructor.getModifiers())
                        + typeParameters(constructor) + "new" + parameters(constructor) + exceptions(constructor))
                .sorted()
                .toList();
    }

    private static boolean isCanonical(Constructor<?> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new));
    }

    /** Sorted by name, so that a method stays where it is when its result changes. */
    private static Collection<String> methods(Class<?> type) {
        Map<String, String> lines = new TreeMap<>();
        for (Class<?> declaring : withHiddenParents(type)) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (!method.isSynthetic() && isShown(type, method.getModifiers()) && !isImplied(type, method)) {
                    lines.putIfAbsent(method.getName() + parameters(method), method(type, method));
                }
            }
        }
        return lines.values();
    }

    private static Set<Class<?>> withHiddenParents(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>(Set.of(type));
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .filter(parent -> !isVisible(parent))
                .forEach(parent -> found.addAll(withHiddenParents(parent)));
        return found;
    }

    private static boolean isImplied(Class<?> type, Method method) {
        String name = method.getName();
        int count = method.getParameterCount();
        boolean ofObject = count == 0 && (name.equals("hashCode") || name.equals("toString"))
                || Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class}) && name.equals("equals");
        boolean ofEnum = type.isEnum()
                && Modifier.isStatic(method.getModifiers())
                && (name.equals("values") && count == 0 || name.equals("valueOf") && count == 1);
        boolean ofRecord = type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> method.equals(component.getAccessor()));
        return ofObject || ofEnum || ofRecord;
    }

    private static String method(Class<?> type, Method method) {
        String defaultValue = method.getDefaultValue() == null ? "" : " default";
        String typeParameters = typeParameters(method);
        return annotations(method)
                + (method.isDefault() ? "default " : "")
                + modifiers(type, method.getModifiers())
                + (typeParameters.isEmpty() ? "" : typeParameters + " ")
                + TypeText.of(method.getAnnotatedReturnType()) + " " + method.getName()
                + parameters(method)
                + exceptions(method)
                + defaultValue;
    }

    private static boolean isShown(Class<?> type, int modifiers) {
        boolean extensible = !Modifier.isFinal(type.getModifiers());
        return Modifier.isPublic(modifiers) || (Modifier.isProtected(modifiers) && extensible);
    }

    private static String modifiers(Class<?> type, int modifiers) {
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (Modifier.isAbstract(modifiers) && !type.isInterface() ? "abstract " : "");
    }

    private static String typeParameters(GenericDeclaration declaration) {
        TypeVariable<?>[] parameters = declaration.getTypeParameters();
        if (parameters.length == 0) {
            return "";
        }
        return Arrays.stream(parameters)
                .map(parameter -> parameter.getName() + bounds(parameter))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(TypeVariable<?> parameter) {
        String bounds =
                Arrays.stream(parameter.getAnnotatedBounds()).map(TypeText::of).collect(Collectors.joining(" & "));
        return bounds.equals("Object") ? "" : " extends " + bounds;
    }

    private static String parameters(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String parameter = TypeText.of(types[i]);
            boolean variable = executable.isVarArgs() && i == types.length - 1;
            parameters.add(variable ? parameter.substring(0, parameter.length() - 2) + "..." : parameter);
        }
        return parameters.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String exceptions(Executable executable) {
        return list(" throws ", executable.getAnnotatedExceptionTypes());
    }

    private static String list(String prefix, AnnotatedType[] types) {
        if (types.length == 0) {
            return "";
        }
        return Arrays.stream(types).map(TypeText::of).collect(Collectors.joining(", ", prefix, ""));
    }

    /** Names only: the values of an annotation are not shown. */
    private static String annotations(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .map(Annotation::annotationType)
                .filter(annotation -> !TypeText.isTypeUseOnly(annotation))
                .map(annotation -> "@" + TypeText.name(annotation) + " ")
                .sorted()
                .collect(Collectors.joining());
    }

    private void member(String member) {
        line("  " + member);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
