package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.core.json.Json;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Turns a recorded result into what a tool or model returned. */
final class RecordedResult {

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    private RecordedResult() {}

    /** A result that is no JSON is a text, and may still be what the type is made of: an enum constant, a date. */
    // R is what the type says, callers pair them; only void gives null.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    static <R extends @Nullable Object> R as(Type type, String result, String whose) {
        if (type == String.class || type == CharSequence.class || type == Object.class && !isStructured(result)) {
            return (R) result;
        }
        if (type == void.class || type == Void.class) {
            return (R) null;
        }
        JavaType javaType = MAPPER.constructType(type);
        try {
            return (R) MAPPER.readValue(result, javaType);
        } catch (JacksonException noJson) {
            try {
                return (R) MAPPER.convertValue(result, javaType);
            } catch (JacksonException mismatch) {
                throw new ArcEvalException("The recorded result of " + whose + " cannot be read as "
                        + type.getTypeName() + " " + noJson.getPathReference());
            }
        }
    }

    private static boolean isStructured(String result) {
        String start = result.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }
}
