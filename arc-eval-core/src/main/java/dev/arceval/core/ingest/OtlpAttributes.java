package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of OTLP's {@code KeyValue}; of several with one name the last counts. */
final class OtlpAttributes {

    private final JsonValues values;
    private final RecordResult result;
    private int dropped;

    OtlpAttributes(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
    }

    /** Reads a list of attributes into {@code attributes}; returns how many were dropped. */
    int read(Map<String, Object> attributes) {
        dropped = 0;
        if (values.array()) {
            while (values.nextItem()) {
                attribute(attributes);
            }
        }
        return dropped;
    }

    private void attribute(Map<String, Object> attributes) {
        String key = "";
        Object value = Attributes.Empty.VALUE;
        if (!values.object()) {
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "key" -> key = values.text();
                case "value" -> value = anyValue(0);
                default -> values.skip();
            }
        }
        if (key.isEmpty() || (attributes.size() >= values.limits().attributes() && !attributes.containsKey(key))) {
            result.repaired(key.isEmpty() ? "attribute without name dropped" : "attributes beyond the limit dropped");
            dropped++;
        } else {
            attributes.put(key, Vocabularies.holdsMessages(key) ? value : values.cut(value));
        }
    }

    /** Of several members the last one counts. */
    Object anyValue(int depth) {
        Object value = Attributes.Empty.VALUE;
        if (!values.object()) {
            return value;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "stringValue" -> value = values.wholeText();
                case "boolValue" -> value = values.flag();
                case "intValue" -> value = values.int64();
                case "doubleValue" -> value = values.float64();
                case "bytesValue" -> value = values.bytes();
                case "arrayValue" -> value = depth == Attributes.MAX_DEPTH ? values.tooDeep() : arrayValue(depth);
                case "kvlistValue" -> value = depth == Attributes.MAX_DEPTH ? values.tooDeep() : kvlistValue(depth);
                default -> values.skip();
            }
        }
        return value;
    }

    private List<Object> arrayValue(int depth) {
        List<Object> list = new ArrayList<>();
        if (!values.object()) {
            return list;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            if (!name.equals("values")) {
                values.skip();
            } else if (values.array()) {
                while (values.nextItem()) {
                    list.add(anyValue(depth + 1));
                }
            }
        }
        return list;
    }

    private Map<String, Object> kvlistValue(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (!values.object()) {
            return map;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            if (!name.equals("values")) {
                values.skip();
            } else if (values.array()) {
                while (values.nextItem()) {
                    keyValue(map, depth);
                }
            }
        }
        return map;
    }

    private void keyValue(Map<String, Object> map, int depth) {
        String key = "";
        Object value = Attributes.Empty.VALUE;
        if (!values.object()) {
            return;
        }
        for (String name = values.nextField(); name != null; name = values.nextField()) {
            switch (name) {
                case "key" -> key = values.text();
                case "value" -> value = anyValue(depth + 1);
                default -> values.skip();
            }
        }
        map.put(key, value);
    }
}
