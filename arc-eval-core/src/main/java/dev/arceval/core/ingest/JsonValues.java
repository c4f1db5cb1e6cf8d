package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Attributes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Reads the values of one record by the rules of OTLP/JSON, which are those of proto3's JSON: 64-bit numbers as text or
 * number, {@code null} for "not set". Each method reads the value the parser stands on.
 */
final class JsonValues {

    private static final BigInteger UINT64_END = BigInteger.ONE.shiftLeft(64);

    private final JsonParser json;
    private final ReadLimits limits;
    private final boolean mayHoldLoneSurrogates;
    private final RecordResult result;

    JsonValues(JsonParser json, ReadLimits limits, boolean mayHoldLoneSurrogates, RecordResult result) {
        this.json = json;
        this.limits = limits;
        this.mayHoldLoneSurrogates = mayHoldLoneSurrogates;
        this.result = result;
    }

    JsonParser json() {
        return json;
    }

    ReadLimits limits() {
        return limits;
    }

    RecordResult result() {
        return result;
    }

    /** Moves to the next field of an object and then to its value; null at the object's end. */
    @Nullable
    String nextField() {
        String name = json.nextName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    void skip() {
        JsonRecordReader.skip(json);
    }

    /** Returns whether an object starts here; false for {@code null}. */
    boolean object() {
        return is(JsonToken.START_OBJECT, "an object");
    }

    /** Returns whether an array starts here; false for {@code null}. */
    boolean array() {
        return is(JsonToken.START_ARRAY, "an array");
    }

    /** Moves to the next item of an array; false at its end. */
    boolean nextItem() {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    /** Returns the text, cut at the limit; empty for {@code null}. */
    String text() {
        return cut(wholeText());
    }

    /** Returns the text whatever its length; empty for {@code null}. */
    String wholeText() {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw malformed("text");
        }
        return unicode(json.getString());
    }

    /** Returns {@code text} without lone surrogates. */
    String unicode(String text) {
        String whole = mayHoldLoneSurrogates ? Texts.wellFormed(text) : text;
        if (!whole.equals(text)) {
            result.repaired("lone surrogate replaced");
        }
        return whole;
    }

    /** Returns {@code text} within the limit. */
    String cut(String text) {
        return limits.cut(text, result);
    }

    /** Returns {@code value} with every text in it within the limit. */
    Object cut(Object value) {
        return limits.cut(value, result);
    }

    boolean flag() {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw malformed("true or false");
        };
    }

    /** Returns a signed 64-bit number; 0 for {@code null}. */
    long int64() {
        try {
            return switch (json.currentToken()) {
                case VALUE_NUMBER_INT -> json.getLongValue();
                case VALUE_STRING, VALUE_NUMBER_FLOAT -> exact(json.getString()).longValueExact();
                case VALUE_NULL -> 0;
                default -> throw malformed("a 64-bit whole number");
            };
        } catch (ArithmeticException | NumberFormatException | InputCoercionException notOne) {
            throw malformed("a 64-bit whole number");
        }
    }

    /** Returns an unsigned 64-bit time; one beyond the year 2262 does not fit and becomes unknown. */
    long nanos() {
        try {
            return switch (json.currentToken()) {
                case VALUE_STRING -> nanos(json.getString());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> nanos(json.getString());
                case VALUE_NULL -> 0;
                default -> throw malformed("an unsigned 64-bit whole number");
            };
        } catch (ArithmeticException | NumberFormatException notOne) {
            throw malformed("an unsigned 64-bit whole number");
        }
    }

    private long nanos(String text) {
        if (text.length() <= 18 && isDigits(text)) {
            return Long.parseLong(text);
        }
        if (text.isEmpty()) {
            return 0;
        }
        BigDecimal number = exact(text);
        if (number.signum() == 0) {
            return 0;
        }
        // The size is checked before the digits are spelled out: 1e999999999 has a billion of them.
        long digits = (long) number.precision() - number.scale();
        if (number.signum() < 0 || digits < 1 || digits > 20) {
            throw new ArithmeticException();
        }
        BigInteger whole = number.toBigIntegerExact();
        if (whole.compareTo(UINT64_END) >= 0) {
            throw new ArithmeticException();
        }
        if (whole.bitLength() > 63) {
            result.repaired("time out of range taken as unknown");
            return 0;
        }
        return whole.longValue();
    }

    /** Returns a count that fits into an {@code int}; larger ones are capped, negative ones are zero. */
    int count() {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, int64()));
    }

    double float64() {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_NULL -> 0;
            case VALUE_STRING -> {
                try {
                    String text = json.getString();
                    if (text.length() > Json.MAX_NUMBER_LENGTH) {
                        throw malformed("a number");
                    }
                    yield Double.parseDouble(text);
                } catch (NumberFormatException notOne) {
                    throw malformed("a number");
                }
            }
            default -> throw malformed("a number");
        };
    }

    Attributes.Bytes bytes() {
        String text = text().replace('-', '+').replace('_', '/');
        try {
            return new Attributes.Bytes(
                    Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException notBase64) {
            throw malformed("base64");
        }
    }

    /** Returns the value, texts of whatever length, in plain shapes; {@code null} as {@link Attributes.Empty}. For formats of plain JSON. */
    Object plain(int depth) {
        return switch (json.currentToken()) {
            case VALUE_STRING -> wholeText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> number();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case START_ARRAY -> depth == Attributes.MAX_DEPTH ? tooDeep() : plainList(depth);
            case START_OBJECT -> depth == Attributes.MAX_DEPTH ? tooDeep() : plainMap(depth);
            default -> Attributes.Empty.VALUE;
        };
    }

    /** Returns the value in plain shapes as deep as the parser goes; see {@link TreeReader}. */
    Object tree() {
        return plain(Attributes.MAX_DEPTH - Json.MAX_DEPTH);
    }

    Object tooDeep() {
        skip();
        result.repaired("value nested deeper than " + Attributes.MAX_DEPTH + " levels cut");
        return Attributes.Empty.VALUE;
    }

    private Object number() {
        try {
            return json.getLongValue();
        } catch (InputCoercionException tooLarge) {
            return json.getDoubleValue();
        }
    }

    private List<Object> plainList(int depth) {
        List<Object> list = new ArrayList<>();
        while (nextItem()) {
            list.add(plain(depth + 1));
        }
        return list;
    }

    private Map<String, Object> plainMap(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name = nextField(); name != null; name = nextField()) {
            map.put(cut(unicode(name)), plain(depth + 1));
        }
        return map;
    }

    /** Returns the exception that says where the value stands and what it must be. */
    MalformedRecordException malformed(String what) {
        return new MalformedRecordException(path() + " must be " + what);
    }

    /** Returns where the parser stands, as {@code resourceSpans[0].scopeSpans[1].spans[2]}. */
    String path() {
        String pointer = json.streamReadContext().pathAsPointer().toString();
        if (pointer.isEmpty()) {
            return "the record";
        }
        StringBuilder path = new StringBuilder();
        for (String step : pointer.substring(1).split("/")) {
            if (!step.isEmpty() && isDigits(step)) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(step);
            }
        }
        return path.toString();
    }

    private boolean is(JsonToken start, String what) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token != start) {
            throw malformed(what);
        }
        return true;
    }

    private static BigDecimal exact(String text) {
        if (text.length() > Json.MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
