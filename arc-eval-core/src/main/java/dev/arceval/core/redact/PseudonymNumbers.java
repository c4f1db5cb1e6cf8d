package dev.arceval.core.redact;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Renames the pseudonyms of one document by counting them: the first e-mail address in it becomes
 * {@code «email:0000000000000001»}.
 *
 * <p>A pseudonym made with a key ties a document to that key: the same traces kept with another key would give another
 * document, and whoever gets hold of the key can try values against it. Counted ones say only what the document itself
 * says: which values are equal. Not thread-safe; one object for each document.
 */
public final class PseudonymNumbers {

    /** A document has fewer values of a type; by chance a stand-in made with a key has so low a number seldom. */
    private static final long UNCOUNTED = 1_000;

    private final boolean lookalikes;
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Renames pseudonyms. */
    public PseudonymNumbers() {
        this(false);
    }

    /** @param lookalikes whether there may be stand-ins of the same form, to be renamed too */
    public PseudonymNumbers(boolean lookalikes) {
        this.lookalikes = lookalikes;
    }

    /** Returns {@code text} with every pseudonym renamed; equal ones to equal ones across all texts of this document. */
    public String rename(String text) {
        String renamed = replaceMarkers(text);
        return lookalikes ? Lookalikes.replace(renamed, this::next) : renamed;
    }

    private String replaceMarkers(String text) {
        return replace(text, marker -> isMasked(marker) ? marker : renamed.computeIfAbsent(marker, this::next));
    }

    /** Returns whether {@code text} holds a pseudonym that was made with a key. */
    public static boolean hasKeyed(String text) {
        String without = replace(text, marker -> isKeyed(marker) ? "" : marker);
        return !without.equals(text)
                || !Lookalikes.replace(text, (type, value) -> isCounted(Lookalike.number(type, value)) ? value : "")
                        .equals(text);
    }

    /** Returns {@code text} with nothing left of a pseudonym but its type. */
    public static String typesOnly(String text) {
        String typed = replace(text, marker -> Marker.OPEN + label(marker) + Marker.CLOSE);
        return Lookalikes.replace(typed, (type, value) -> Marker.OPEN + type.label() + Marker.CLOSE);
    }

    private String next(Leak.Type type, String value) {
        String key = type.label() + ' ' + Lookalike.number(type, value);
        String number =
                renamed.computeIfAbsent(key, unused -> String.valueOf(counts.merge(type.label(), 1, Integer::sum)));
        return Lookalike.of(type, value, Long.parseLong(number));
    }

    private String next(String marker) {
        String label = label(marker);
        int number = counts.merge(label, 1, Integer::sum);
        return Marker.OPEN + label + ':' + String.format(Locale.ROOT, "%016x", number) + Marker.CLOSE;
    }

    /** The number of a stand-in made with a key has all of its 64 bits, the first one too. */
    private static boolean isCounted(long number) {
        return Long.compareUnsigned(number, UNCOUNTED) < 0;
    }

    private static boolean isKeyed(String marker) {
        return !isMasked(marker) && !marker.startsWith(Marker.COUNTED, marker.indexOf(':') + 1);
    }

    private static boolean isMasked(String marker) {
        return marker.equals(Marker.masked(label(marker)));
    }

    private static String label(String marker) {
        return marker.substring(1, marker.indexOf(':'));
    }

    /** Replaces every pseudonym; the mark of a text that could not be redacted is none. */
    private static String replace(String text, UnaryOperator<String> by) {
        int open = text.indexOf(Marker.OPEN);
        if (open < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        int copied = 0;
        while (open >= 0) {
            int end = Marker.endOf(text, open);
            if (end > 0 && text.substring(open, end).indexOf(':') > 0) {
                replaced.append(text, copied, open).append(by.apply(text.substring(open, end)));
                copied = end;
            }
            open = text.indexOf(Marker.OPEN, Math.max(end, open + 1));
        }
        return replaced.append(text, copied, text.length()).toString();
    }
}
