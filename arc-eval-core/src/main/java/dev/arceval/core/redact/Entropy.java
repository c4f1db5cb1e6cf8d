package dev.arceval.core.redact;

import java.util.Arrays;

/** How random a short string looks: Shannon entropy of its chars, in bits per char. */
final class Entropy {

    private Entropy() {}

    static double bitsPerChar(CharSequence text, int start, int end) {
        int length = end - start;
        if (length <= 0) {
            return 0;
        }
        char[] sorted = new char[length];
        for (int i = 0; i < length; i++) {
            sorted[i] = text.charAt(start + i);
        }
        Arrays.sort(sorted);
        double bits = 0;
        int run = 1;
        for (int i = 1; i <= length; i++) {
            if (i < length && sorted[i] == sorted[i - 1]) {
                run++;
            } else {
                double share = (double) run / length;
                bits -= share * Math.log(share);
                run = 1;
            }
        }
        return bits / Math.log(2);
    }
}
