package dev.arceval.store.postgresql;

import org.jspecify.annotations.Nullable;

/**
 * Text as PostgreSQL takes it: it has no character 0 and no half of a surrogate pair. Where one stands, U+0001 and a sign for
 * it are stored; the order of texts stays what it was.
 */
final class PgText {

    private static final char ESCAPE = '\u0001';
    private static final char ZERO = '\u0001';
    private static final char SELF = '\u0002';
    private static final char HALF = '\u0003';

    private PgText() {}

    static @Nullable String ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }

    static String of(String text) {
        int at = 0;
        while (at < text.length() && !isSpecial(text, at)) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (!isSpecial(text, i)) {
                escaped.append(next);
            } else if (next > ESCAPE) {
                escaped.append(ESCAPE).append(HALF).append(Integer.toHexString(next));
            } else {
                escaped.append(ESCAPE).append(next == 0 ? ZERO : SELF);
            }
        }
        return escaped.toString();
    }

    static @Nullable String readNullable(@Nullable String stored) {
        return stored == null ? null : read(stored);
    }

    static String read(String stored) {
        if (stored.indexOf(ESCAPE) < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char next = stored.charAt(i);
            if (next != ESCAPE || i + 1 == stored.length()) {
                text.append(next);
                continue;
            }
            char sign = stored.charAt(++i);
            if (sign == HALF) {
                text.append((char) Integer.parseInt(stored.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(sign == ZERO ? '\u0000' : ESCAPE);
            }
        }
        return text.toString();
    }

    private static boolean isSpecial(String text, int at) {
        char here = text.charAt(at);
        if (here <= ESCAPE) {
            return true;
        }
        if (Character.isHighSurrogate(here)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(here) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
