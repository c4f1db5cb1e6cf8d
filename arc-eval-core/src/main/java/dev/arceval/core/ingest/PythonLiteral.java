package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An object in the notation of Python, {@code {'city': 'Bergen', 'nights': 2}}: LangChain hands the arguments of a tool to
 * its callbacks printed so, and what listens there records them so. Only what JSON says as well is read.
 */
public final class PythonLiteral {

    private static final int MAX_DEPTH = 64;

    private final String text;
    private final JsonGenerator json;
    private int at;

    private PythonLiteral(String text, JsonGenerator json) {
        this.text = text;
        this.json = json;
    }

    /** Returns the same object as JSON, or {@code text} itself if it is none in this notation. */
    public static String toJson(String text) {
        if (!text.startsWith("{'")) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean read;
        try (JsonGenerator json = Json.generator(out)) {
            PythonLiteral literal = new PythonLiteral(text, json);
            read = literal.value(0) && literal.at == text.length();
        }
        return read ? out.toString(StandardCharsets.UTF_8) : text;
    }

    private boolean value(int depth) {
        if (at >= text.length() || depth > MAX_DEPTH) {
            return false;
        }
        char first = text.charAt(at);
        return switch (first) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '\'', '"' -> {
                String string = string();
                if (string != null) {
                    json.writeString(string);
                }
                yield string != null;
            }
            default -> word();
        };
    }

    private boolean object(int depth) {
        json.writeStartObject();
        at++;
        if (taken('}')) {
            json.writeEndObject();
            return true;
        }
        do {
            String name = string();
            if (name == null || !taken(':') || !taken(' ')) {
                return false;
            }
            json.writeName(name);
            if (!value(depth + 1)) {
                return false;
            }
        } while (separated());
        if (!taken('}')) {
            return false;
        }
        json.writeEndObject();
        return true;
    }

    private boolean list(int depth) {
        json.writeStartArray();
        at++;
        if (taken(']')) {
            json.writeEndArray();
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (separated());
        if (!taken(']')) {
            return false;
        }
        json.writeEndArray();
        return true;
    }

    private boolean separated() {
        return taken(',') && taken(' ');
    }

    private boolean taken(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private boolean word() {
        int start = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        switch (word) {
            case "True" -> json.writeBoolean(true);
            case "False" -> json.writeBoolean(false);
            case "None" -> json.writeNull();
            default -> {
                if (!word.matches("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?(e[+-][0-9]{1,3})?")) {
                    return false;
                }
                json.writeNumber(word);
            }
        }
        return true;
    }

    /** A text in single quotes, or in double ones if it holds a single one; null if it is none. */
    private @Nullable String string() {
        if (at >= text.length() || (text.charAt(at) != '\'' && text.charAt(at) != '"')) {
            return null;
        }
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == quote) {
                return string.toString();
            }
            if (next == '\\') {
                if (!escaped(string)) {
                    return null;
                }
            } else {
                string.append(next);
            }
        }
        return null;
    }

    private boolean escaped(StringBuilder string) {
        char next = at < text.length() ? text.charAt(at++) : 0;
        switch (next) {
            case 'n' -> string.append('\n');
            case 't' -> string.append('\t');
            case 'r' -> string.append('\r');
            case '\\', '\'', '"' -> string.append(next);
            case 'x' -> {
                return digits(2, string);
            }
            case 'u' -> {
                return digits(4, string);
            }
            case 'U' -> {
                return digits(8, string);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean digits(int count, StringBuilder string) {
        String hex = text.substring(at, Math.min(text.length(), at + count));
        if (!hex.matches("[0-9a-f]{" + count + "}")) {
            return false;
        }
        long code = Long.parseLong(hex, 16);
        if (!Character.isValidCodePoint((int) code) || code > Character.MAX_CODE_POINT || isSurrogate(code)) {
            return false;
        }
        string.appendCodePoint((int) code);
        at += count;
        return true;
    }

    private static boolean isSurrogate(long code) {
        return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    }
}
