package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns spans into tokens. A token is the kind, the operation (or else the name), the tool, and for an agent its name;
 * never the status. Model names are left out: a model upgrade is not a new way of working.
 *
 * <p>Known spans are looked up, not computed again. Not thread-safe; memory is bounded by {@value #REMEMBERED} tokens.
 */
final class Vocabulary {

    private static final int REMEMBERED = 20_000;
    private static final int LONGEST_LABEL = 120;

    private final Map<Key, Token> tokens = new HashMap<>();

    private record Key(
            Span.Kind kind,
            String step,
            @Nullable String detail,
            @Nullable String model) {}

    Token tokenOf(Span span) {
        String tool = span.toolCall().map(ToolCall::name).orElse(null);
        String agent = span.kind() == Span.Kind.AGENT ? span.agentName().orElse(null) : null;
        String operation = span.operation().orElse(null);
        String model = operation == null ? span.model().orElse(null) : null;
        Key key = new Key(span.kind(), operation == null ? span.name() : operation, tool == null ? agent : tool, model);
        Token known = tokens.get(key);
        if (known != null) {
            return known;
        }
        if (tokens.size() >= REMEMBERED) {
            tokens.clear();
        }
        Token token = token(key, tool);
        tokens.put(key, token);
        return token;
    }

    private static Token token(Key key, @Nullable String tool) {
        String step = key.model == null || key.model.isEmpty() ? key.step : key.step.replace(key.model, "");
        String words = VolatileParts.mask(step).strip();
        String label = words.isEmpty() ? key.kind.name().toLowerCase(Locale.ROOT) : words;
        if (key.detail != null && !label.endsWith(key.detail)) {
            label = label + ' ' + key.detail;
        }
        // The unit separator keeps "a b" + "c" apart from "a" + "b c".
        long hash = Hash.of(key.kind + "\u001f" + words + '\u001f' + key.detail);
        return new Token(label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL), tool, hash);
    }
}
