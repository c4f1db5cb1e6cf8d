package dev.arceval.core.redact;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of short texts: names of models, tools and operations come again in every trace.
 *
 * <p>Each text has one place by its hash, where a later one takes over: at most {@value #PLACES} are kept, none longer than
 * {@value #LONGEST} characters, some 4 MB when all are that long. Thread-safe without locks: an entry never changes, and
 * one that another thread does not see yet is made again.
 */
final class ShortTexts {

    private static final int PLACES = 4_096;
    private static final int LONGEST = 256;

    /** What became of the value of a name; the name is empty where the text has none. */
    private record Entry(String name, String text, String redacted) {

        boolean is(String otherName, String otherText) {
            return text.equals(otherText) && name.equals(otherName);
        }
    }

    private final @Nullable Entry[] entries = new @Nullable Entry[PLACES];

    String redact(String name, String text, TextRedactor redactor) {
        if (text.length() > LONGEST || name.length() > LONGEST) {
            return redactor.redact(name, text);
        }
        int hash = (name.hashCode() * 31 + text.hashCode()) * 0x9E3779B9;
        int place = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
        Entry known = entries[place];
        if (known != null && known.is(name, text)) {
            return known.redacted;
        }
        String redacted = redactor.redact(name, text);
        // What failed is tried again, so that each failure is counted.
        if (!redacted.equals(Marker.FAILED)) {
            entries[place] = new Entry(name, text, redacted);
        }
        return redacted;
    }
}
