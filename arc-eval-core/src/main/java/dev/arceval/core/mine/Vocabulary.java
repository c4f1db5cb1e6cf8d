package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns spans into tokens, and tokens into small numbers, so that what is kept of a structure is a list of integers. A token is the kind, the operation (or else the name), the tool, and for an agent its name;
 * never the status. Model names are left out: a model upgrade is not a new way of working.
 *
 * <p>Known spans are looked up, not computed again. At most {@value #MOST_TOKENS} tokens get a number of their own; those that
 * come later share one for their kind, which changes what is shown of a structure but not its id. Not thread-safe.
 */
final class Vocabulary {

    private static final int REMEMBERED = 20_000;
    private static final int LONGEST_LABEL = 120;

    /** So many different steps fit into 16 bits, with room for one more of each kind. */
    private static final int MOST_TOKENS = 65_000;

    private final Map<Key, Token> tokens = new HashMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<Token> numbered = new ArrayList<>();

    private record Key(
            Span.Kind kind,
            String step,
            @Nullable String detail,
            @Nullable String model) {

        /** Written out, since it is asked for at every span and what Java makes for it takes long to become fast. */
        @Override
        public int hashCode() {
            return (step.hashCode() * 31 + Objects.hashCode(detail)) * 31 + kind.ordinal();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && kind == key.kind
                    && step.equals(key.step)
                    && Objects.equals(detail, key.detail)
                    && Objects.equals(model, key.model);
        }
    }

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

    /** Returns the number that stands for a token here; another vocabulary has other numbers. */
    int numberOf(Token token) {
        Integer known = numbers.get(token.hash());
        if (known != null) {
            return known;
        }
        if (numbered.size() < MOST_TOKENS) {
            return number(token);
        }
        String label = "another " + token.kind().name().toLowerCase(Locale.ROOT) + " step";
        Token rest = new Token(token.kind(), label, null, Hash.of(label));
        Integer shared = numbers.get(rest.hash());
        return shared != null ? shared : number(rest);
    }

    /** Returns the token with this number. */
    Token token(int number) {
        return numbered.get(number);
    }

    /** Returns how many tokens have a number. */
    int size() {
        return numbered.size();
    }

    private int number(Token token) {
        numbered.add(token);
        numbers.put(token.hash(), numbered.size() - 1);
        return numbered.size() - 1;
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
        return new Token(
                key.kind, label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL), tool, hash);
    }
}
