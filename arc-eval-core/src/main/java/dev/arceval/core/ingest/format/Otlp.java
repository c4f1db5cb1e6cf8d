package dev.arceval.core.ingest.format;

import dev.arceval.trace.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OTLP's lists of attributes, as trees. */
final class Otlp {

    private Otlp() {}

    /** Returns the attributes of {@code [{key, value: {stringValue}}]}, or of a plain object. */
    static Map<String, Object> attributes(Node attributes) {
        Map<String, Object> read = new LinkedHashMap<>();
        attributes.fields().forEach((name, value) -> read.put(name, value.tree()));
        for (Node attribute : attributes.items()) {
            read.put(attribute.get("key").text(""), value(attribute.get("value")));
        }
        return read;
    }

    private static Object value(Node any) {
        if (!any.isObject()) {
            return any.tree();
        }
        Node number = any.get("intValue", "int_value");
        if (number.exists()) {
            return whole(number);
        }
        Node list = any.get("arrayValue", "array_value");
        if (list.exists()) {
            List<Object> items = new ArrayList<>();
            list.get("values").items().forEach(item -> items.add(value(item)));
            return items;
        }
        Node map = any.get("kvlistValue", "kvlist_value");
        if (map.exists()) {
            return attributes(map.get("values"));
        }
        Node real = any.get("doubleValue", "double_value");
        return real.exists() ? real(real) : scalar(any);
    }

    private static Object scalar(Node any) {
        return any.get("stringValue", "string_value", "boolValue", "bool_value", "bytesValue", "bytes_value")
                .tree();
    }

    private static Object real(Node value) {
        @Nullable Double number = value.number();
        return number == null ? value.tree() : number;
    }

    private static Object whole(Node value) {
        try {
            return Long.valueOf(value.text(""));
        } catch (NumberFormatException none) {
            return value.exists() ? value.tree() : Attributes.Empty.VALUE;
        }
    }
}
