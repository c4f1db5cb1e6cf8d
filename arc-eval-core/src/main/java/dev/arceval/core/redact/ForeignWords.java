package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Meets words with letters beyond ASCII that say what comes: a password, a date of birth. Each is looked for where its first
 * such letter stands, so that text in ASCII is only run through.
 */
final class ForeignWords implements Detector {

    private static final int BUCKETS = 256;

    private final List<List<Word>> buckets = new ArrayList<>();

    ForeignWords() {
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArrayList<>());
        }
        PasswordWord.FOREIGN_WORDS.forEach(word -> add(word, false));
        BirthDate.FOREIGN_WORDS.forEach(word -> add(word, true));
    }

    /** @param anchor where the first letter beyond ASCII stands in it */
    private record Word(String text, int anchor, boolean birth) {}

    private void add(String text, boolean birth) {
        int anchor = 0;
        while (text.charAt(anchor) < 128) {
            anchor++;
        }
        Word word = new Word(text, anchor, birth);
        buckets.get(text.charAt(anchor) % BUCKETS).add(word);
        char upper = text.substring(anchor, anchor + 1).toUpperCase(Locale.ROOT).charAt(0);
        if (upper % BUCKETS != text.charAt(anchor) % BUCKETS) {
            buckets.get(upper % BUCKETS).add(word);
        }
    }

    @Override
    public void detect(String text, Leaks leaks) {
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 || i < done) {
                continue;
            }
            for (Word word : buckets.get(c % BUCKETS)) {
                int start = i - word.anchor();
                int length = word.text().length();
                if (text.regionMatches(true, start, word.text(), 0, length)) {
                    done = start + length;
                    report(word, text, start, done, leaks);
                }
            }
        }
    }

    private static void report(Word word, String text, int start, int end, Leaks leaks) {
        if (word.birth()) {
            BirthDate.at(text, start, end, leaks);
        } else {
            PasswordWord.at(text, start, end, leaks);
        }
    }
}
