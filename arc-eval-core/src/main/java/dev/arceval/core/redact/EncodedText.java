package dev.arceval.core.redact;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Looks at text that is written in another way once more as what it means: JSON {@code \}{@code u0041} and URL
 * {@code %41} escapes, letters of full width, invisible signs inside words, base64 and hex.
 *
 * <p>What is found in the decoded text is reported for the stretch of the original that it was decoded from; of base64
 * and hex the whole run goes.
 */
final class EncodedText implements Detector {

    /** Shorter runs hold no credential worth the name: 24 chars of base64 are 18 bytes. */
    private static final int MIN_RUN = 24;

    /** How much is decoded to see whether it is text at all. */
    private static final int PROBE = 64;

    private final List<Detector> detectors;

    /** @param detectors what to apply to the decoded text; may contain another of these for text encoded twice */
    EncodedText(List<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
    }

    @Override
    public void detect(String text, Leaks leaks) {
        if (hasEscapes(text)) {
            unescaped(Unescaped.of(text, false), leaks);
            if (text.indexOf('+') >= 0 && text.indexOf('%') >= 0) {
                // In a form's encoding a plus is a space; in a path it is itself.
                unescaped(Unescaped.of(text, true), leaks);
            }
        }
        runs(text, leaks);
    }

    private void unescaped(Unescaped plain, Leaks leaks) {
        for (Leak leak : find(plain.text())) {
            leaks.add(
                    new Leak(plain.from(leak.start()), plain.from(leak.end()), leak.rule(), leak.type(), leak.label()));
        }
    }

    private List<Leak> find(String text) {
        Leaks inner = new Leaks();
        detectors.forEach(detector -> detector.detect(text, inner));
        return inner.settle();
    }

    private static boolean hasEscapes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%'
                    ? Chars.hex(Chars.at(text, i + 1)) && Chars.hex(Chars.at(text, i + 2))
                    : c > 127 && Unescaped.folds(c)) {
                return true;
            }
            if (c == '\\' && Chars.at(text, i + 1) == 'u') {
                return true;
            }
        }
        return false;
    }

    private void runs(String text, Leaks leaks) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (!isRun(Chars.at(text, i))) {
                if (i - start >= MIN_RUN) {
                    run(text, start, paddingEnd(text, i), leaks);
                }
                start = i + 1;
                if (Chars.at(text, i) == '\\' && "nrtbf".indexOf(Chars.at(text, start)) >= 0) {
                    start++;
                }
            }
        }
    }

    private static int paddingEnd(String text, int start) {
        int end = start;
        while (Chars.at(text, end) == '=' && end - start < 2) {
            end++;
        }
        return end;
    }

    private void run(String text, int start, int end, Leaks leaks) {
        String plain = decode(text, start, Math.min(end, start + PROBE));
        if (plain.isEmpty()) {
            return;
        }
        List<Leak> found = find(end - start > PROBE ? decode(text, start, end) : plain);
        if (!found.isEmpty()) {
            leaks.add(start, end, found.get(0).rule(), Leak.Type.SECRET);
        }
    }

    /** The text of the run, or empty where it is none. A cut at a multiple of four is still base64. */
    private static String decode(String text, int start, int end) {
        String run = text.substring(start, end);
        try {
            byte[] bytes = isHex(run)
                    ? HexFormat.of().parseHex(run)
                    : Base64.getDecoder().decode(run.replace('-', '+').replace('_', '/'));
            String plain = new String(bytes, StandardCharsets.UTF_8);
            return isPrintable(plain) ? plain : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isHex(String run) {
        boolean hex = run.length() % 2 == 0;
        for (int i = 0; hex && i < run.length(); i++) {
            hex = Chars.hex(run.charAt(i));
        }
        return hex;
    }

    private static boolean isPrintable(String plain) {
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c < ' ' && !Chars.space(c) || c == 0xFFFD && i < plain.length() - 3) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRun(char c) {
        return Chars.word(c) || c == '+' || c == '/' || c == '-';
    }

    /** Text without its escapes, and where each of its chars came from. */
    private record Unescaped(String text, int[] origin) {

        static Unescaped of(String text, boolean form) {
            StringBuilder plain = new StringBuilder(text.length());
            int[] origin = new int[text.length() + 1];
            int i = 0;
            while (i < text.length()) {
                origin[plain.length()] = i;
                char c = text.charAt(i);
                if (c == '\\') {
                    int run = backslashesEnd(text, i);
                    if (isUnicode(text, run)) {
                        plain.append((char) Integer.parseInt(text, run + 1, run + 5, 16));
                        i = run + 5;
                    } else {
                        while (i < run) {
                            origin[plain.length()] = i++;
                            plain.append('\\');
                        }
                    }
                } else if (c == '%' && isByte(text, i + 1)) {
                    plain.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 3;
                } else {
                    if (form && c == '+') {
                        plain.append(' ');
                    } else if (c < 128 || !isInvisible(c)) {
                        plain.append(c < 128 ? c : fold(c));
                    }
                    i++;
                }
            }
            origin[plain.length()] = text.length();
            return new Unescaped(plain.toString(), origin);
        }

        int from(int index) {
            return origin[index];
        }

        static boolean folds(char c) {
            return isInvisible(c) || fold(c) != c;
        }

        private static int backslashesEnd(String text, int start) {
            int end = start;
            while (Chars.at(text, end) == '\\') {
                end++;
            }
            return end;
        }

        /** Whether {@code u0041} stands here, behind however many backslashes. */
        private static boolean isUnicode(String text, int start) {
            return Chars.at(text, start) == 'u' && isByte(text, start + 1) && isByte(text, start + 3);
        }

        private static boolean isByte(String text, int start) {
            return Chars.hex(Chars.at(text, start)) && Chars.hex(Chars.at(text, start + 1));
        }

        /** Zero-width space and joiners, word joiner, byte order mark, soft hyphen. */
        private static boolean isInvisible(char c) {
            return c >= '\u200b' && c <= '\u200d' || c == '\u2060' || c == '\ufeff' || c == '\u00ad';
        }

        /** Full-width forms to ASCII, as compatibility decomposition (NFKC) does; hard spaces to spaces. */
        private static char fold(char c) {
            if (c >= '\uff01' && c <= '\uff5e') {
                return (char) (c - 0xfee0);
            }
            return c == '\u00a0' || c == '\u202f' ? ' ' : c;
        }
    }
}
