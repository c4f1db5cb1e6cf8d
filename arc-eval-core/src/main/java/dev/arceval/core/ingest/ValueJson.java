package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Attributes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes an attribute's value as compact JSON text. */
public final class ValueJson {

    private ValueJson() {}

    /** Returns the JSON of {@code value}; bytes become base64 text, infinite numbers and NaN their names. */
    public static String write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            write(json, value);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof String text) {
            json.writeString(Texts.wellFormed(text));
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Attributes.Bytes bytes) {
            json.writeString(bytes.base64());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, item) -> {
                json.writeName(Texts.wellFormed((String) name));
                write(json, item);
            });
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }
}
