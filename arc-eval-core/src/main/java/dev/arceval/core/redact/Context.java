package dev.arceval.core.redact;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words around a number, which say what an ambiguous one is. */
final class Context {

    private static final String[] ADDRESS_NAMES = {
        "ip: ",
        "ip=",
        "ip is ",
        "src=",
        "dst=",
        "address ",
        "address: ",
        "localhost ",
        "loopback ",
        "unspecified ",
        "broadcast "
    };

    /** The longest of the names. */
    private static final int NAME = 12;

    /** Whether the address that starts here is said to be that of somebody or something. */
    static boolean namesAddress(String text, int start) {
        String before = before(text, start, NAME);
        for (String name : ADDRESS_NAMES) {
            if (before.endsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private Context() {}

    /** Up to {@code chars} chars before {@code start}, in lower case. */
    static String before(String text, int start, int chars) {
        return text.substring(Math.max(0, start - chars), start).toLowerCase(Locale.ROOT);
    }

    /** Words of which one before a number says what it is: all are looked for at once, however many they are. */
    static final class Words {

        private final Keywords keywords;
        private final int[] lengths;
        private final List<String> foreign;

        /** @param words in lower case; letters beyond ASCII are for texts that have some */
        Words(String... words) {
            List<String> ascii = Arrays.stream(words).filter(Words::isAscii).toList();
            keywords = new Keywords(ascii);
            lengths = ascii.stream().mapToInt(String::length).toArray();
            foreign = Arrays.stream(words).filter(word -> !isAscii(word)).toList();
        }

        private static boolean isAscii(String word) {
            return word.chars().allMatch(c -> c < 128);
        }

        /** Whether one begins a word in the last {@code chars} chars before {@code start}. */
        boolean standBefore(String text, int start, int chars) {
            int from = Math.max(0, start - chars);
            Window before = new Window(text, from, start);
            boolean[] found = new boolean[1];
            keywords.scan(before, (word, end) -> found[0] |= !Chars.letter(Chars.at(before, end - lengths[word] - 1)));
            return found[0] || !foreign.isEmpty() && holdsForeign(text, from, start);
        }

        private boolean holdsForeign(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                if (text.charAt(i) > 127) {
                    String before = text.substring(from, to).toLowerCase(Locale.ROOT);
                    return foreign.stream().anyMatch(before::contains);
                }
            }
            return false;
        }
    }
}
