package dev.arceval.core.json;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that make up an object, superclass first, in order of declaration. Reading them runs no code of the object's
 * class. Found once per class; the table lives and dies with the class.
 */
final class ObjectFields {

    private static final ClassValue<List<Property>> FOUND = new ClassValue<>() {
        @Override
        protected List<Property> computeValue(Class<?> type) {
            return find(type);
        }
    };

    private ObjectFields() {}

    /** One field; {@code field} is null if its module does not open it to us. */
    record Property(String name, @Nullable Field field) {

        @Nullable
        Object read(Object owner) {
            if (field == null) {
                return "<not open>";
            }
            try {
                return field.get(owner);
            } catch (IllegalAccessException closed) {
                return "<not open>";
            }
        }
    }

    static List<Property> of(Class<?> type) {
        return FOUND.get(type);
    }

    private static List<Property> find(Class<?> type) {
        List<Property> properties = new ArrayList<>();
        for (Class<?> each = type; each != null && each.getClassLoader() != null; each = each.getSuperclass()) {
            List<Property> own = new ArrayList<>();
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())
                        && !field.isSynthetic()) {
                    own.add(new Property(field.getName(), field.trySetAccessible() ? field : null));
                }
            }
            properties.addAll(0, own);
        }
        return List.copyOf(properties);
    }
}
