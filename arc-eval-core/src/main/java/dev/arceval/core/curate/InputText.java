package dev.arceval.core.curate;

import dev.arceval.core.stats.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An input as far as it is compared: a hash of its words for equality, a sketch of its word pairs for likeness.
 *
 * <p>Case, punctuation and white space do not count. The sketch keeps the {@value #SKETCH} smallest hashes of the pairs of
 * neighbouring words; of fewer than {@value #FEW} words the ends count as neighbours. Likeness is Jaccard's: exact up to that many
 * pairs, estimated with a standard error below 0.05 for longer texts.
 *
 * <p>Source of the sketch: A. Broder, "On the resemblance and containment of documents", 1997.
 */
final class InputText {

    static final int SKETCH = 128;

    private static final int FEW = 3;
    private static final int END = 0x5bd1e995;

    private final long key;
    private final int[] sketch;

    private InputText(long key, int[] sketch) {
        this.key = key;
        this.sketch = sketch;
    }

    static InputText of(String text) {
        String words = words(text);
        // A text of signs only has no words; then the signs themselves tell it from others.
        return new InputText(hash(words.isEmpty() ? text.strip() : words), sketch(words));
    }

    /** Returns a hash of the text that ignores white space at the ends and the amount of it within. */
    static long hashOfAnswer(String text) {
        return hash(String.join(" ", text.strip().split("\\s+")));
    }

    long key() {
        return key;
    }

    /** Returns the share of word pairs that both have, 0 to 1. */
    double likeness(InputText other) {
        return key == other.key ? 1 : jaccard(sketch, other.sketch, SKETCH);
    }

    /**
     * Returns the share of elements that both sorted sets have, looking at the {@code limit} smallest of their union; 0 if
     * both are empty.
     */
    static double jaccard(int[] one, int[] two, int limit) {
        int both = 0;
        int union = 0;
        int i = 0;
        int j = 0;
        while (union < limit && (i < one.length || j < two.length)) {
            if (j == two.length || (i < one.length && one[i] < two[j])) {
                i++;
            } else if (i == one.length || two[j] < one[i]) {
                j++;
            } else {
                both++;
                i++;
                j++;
            }
            union++;
        }
        return union == 0 ? 0 : (double) both / union;
    }

    private static String words(String text) {
        StringBuilder words = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && !Character.isSurrogate(c)) {
                gap = !words.isEmpty();
                continue;
            }
            if (gap) {
                words.append(' ');
                gap = false;
            }
            words.append(Character.toLowerCase(c));
        }
        return words.toString();
    }

    private static int[] sketch(String words) {
        if (words.isEmpty()) {
            return new int[0];
        }
        int[] each = Arrays.stream(words.split(" ")).mapToInt(String::hashCode).toArray();
        if (each.length < FEW) {
            each = IntStream.concat(IntStream.of(END), IntStream.concat(IntStream.of(each), IntStream.of(END)))
                    .toArray();
        }
        int[] pairs = new int[each.length - 1];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = mix(31 * each[i] + each[i + 1]);
        }
        return Arrays.stream(pairs).sorted().distinct().limit(SKETCH).toArray();
    }

    /** Spreads the hashes evenly, since the smallest ones stand for all. */
    private static int mix(int h) {
        int z = (h ^ (h >>> 16)) * 0x85ebca6b;
        z = (z ^ (z >>> 13)) * 0xc2b2ae35;
        return z ^ (z >>> 16);
    }

    private static long hash(String text) {
        return Seeds.random(0, text, 0).nextLong();
    }
}
