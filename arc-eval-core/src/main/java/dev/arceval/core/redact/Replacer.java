package dev.arceval.core.redact;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts something else in the place of what was found. Not thread-safe. */
final class Replacer {

    private final Policy policy;
    private final Pseudonyms pseudonyms;

    /** Made when the first value is replaced: most texts hold nothing. */
    private Pseudonyms.@Nullable Source source;

    Replacer(Policy policy, Pseudonyms pseudonyms) {
        this.policy = policy;
        this.pseudonyms = pseudonyms;
    }

    /** Returns a stretch of the text; a number that is a value in JSON inside the text gets the quotes it then needs. */
    String replace(String text, int from, int to, List<Leak> leaks) {
        return replace(text, from, to, leaks, leak -> false);
    }

    /** @param bare whether a leak is a JSON value without quotes */
    String replace(String text, int from, int to, List<Leak> leaks, Predicate<Leak> bare) {
        if (leaks.isEmpty()) {
            return text.substring(from, to);
        }
        StringBuilder replaced = new StringBuilder(to - from + leaks.size() * 8);
        int done = from;
        for (Leak leak : leaks) {
            String value = text.substring(leak.start(), leak.end());
            String by = inPlaceOf(leak, value);
            String quote = bare.test(leak) ? "\"" : JsonNumbers.quoteFor(text, leak);
            replaced.append(text, done, leak.start());
            if (quote.isEmpty() || isNumber(by)) {
                replaced.append(by);
            } else {
                replaced.append(by.isEmpty() ? "null" : quote + by + quote);
            }
            done = leak.end();
        }
        return replaced.append(text, done, to).toString();
    }

    String inPlaceOf(Leak leak, String value) {
        return switch (policy.replacement(leak)) {
            case PSEUDONYM -> pseudonym(leak, value);
            case LOOKALIKE -> {
                String lookalike = Lookalike.of(leak.type(), value, tag(leak, value));
                yield lookalike.isEmpty() ? pseudonym(leak, value) : lookalike;
            }
            case MASK -> Marker.masked(leak.label());
            case DROP -> "";
            case KEEP -> value;
        };
    }

    private String pseudonym(Leak leak, String value) {
        return Marker.of(leak.label(), Marker.hex(leak.label(), tag(leak, value)));
    }

    private long tag(Leak leak, String value) {
        Pseudonyms.Source made = source;
        if (made == null) {
            made = pseudonyms.source();
            source = made;
        }
        return made.tag(leak, value);
    }

    /** Whether JSON can hold this as a number. */
    static boolean isNumber(String text) {
        return text.length() > 1 && text.charAt(0) != '0' && text.chars().allMatch(c -> Chars.digit((char) c));
    }
}
