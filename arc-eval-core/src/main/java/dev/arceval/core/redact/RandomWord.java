package dev.arceval.core.redact;

/**
 * Long words that look drawn at random: upper and lower case letters and digits, mixed. Too many of them are harmless for
 * this to be looked for by default. Hashes and UUIDs have one case and stay.
 */
final class RandomWord implements Detector {

    private static final int MIN_LENGTH = 20;

    /** Base64 of 15 random bytes has 3.9 bits per char on average, words joined by case or dashes seldom 3.5. */
    private static final double MIN_ENTROPY = 3.6;

    private static final int JUDGED = 256;

    @Override
    public void detect(String text, Leaks leaks) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = Chars.at(text, i);
            if (!Chars.word(c) && c != '-' && c != '+' && c != '/' && c != '=') {
                if (i - start >= MIN_LENGTH && isRandom(text, start, i)) {
                    leaks.add(start, i, "random-word", Leak.Type.SECRET);
                }
                start = i + 1;
            }
        }
    }

    private static boolean isRandom(String text, int start, int end) {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        int slashes = 0;
        int limit = Math.min(end, start + JUDGED);
        for (int i = start; i < limit; i++) {
            char c = text.charAt(i);
            upper += Chars.upper(c) ? 1 : 0;
            lower += Chars.letter(c) && !Chars.upper(c) ? 1 : 0;
            digits += Chars.digit(c) ? 1 : 0;
            slashes += c == '/' ? 1 : 0;
        }
        return upper >= 2
                && lower >= 2
                && digits >= 2
                && slashes * 8 <= limit - start
                && Entropy.bitsPerChar(text, start, limit) >= MIN_ENTROPY;
    }
}
