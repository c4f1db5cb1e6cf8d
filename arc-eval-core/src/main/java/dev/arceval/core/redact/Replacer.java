package dev.arceval.core.redact;

import java.util.List;
import java.util.function.Predicate;

/** Puts something else in the place of what was found. Not thread-safe. */
final class Replacer {

    private final Pseudonyms.Source pseudonyms;

    Replacer(Pseudonyms.Source pseudonyms) {
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
            String quote = bare.test(leak) ? "\"" : JsonNumbers.quoteFor(text, leak);
            replaced.append(text, done, leak.start())
                    .append(quote)
                    .append(pseudonyms.marker(leak.type(), text.substring(leak.start(), leak.end())))
                    .append(quote);
            done = leak.end();
        }
        return replaced.append(text, done, to).toString();
    }
}
