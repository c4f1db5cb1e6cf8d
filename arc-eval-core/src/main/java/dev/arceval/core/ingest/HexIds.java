package dev.arceval.core.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ids of OpenTelemetry: hex digits in lower case, not all zero. */
final class HexIds {

    static final int TRACE_DIGITS = 32;
    static final int SPAN_DIGITS = 16;

    private static final byte ZERO = 1;
    private static final byte LOWER = 2;
    private static final byte UPPER = 4;
    private static final byte[] KINDS = kinds();

    private HexIds() {}

    private static byte[] kinds() {
        byte[] kinds = new byte['f' + 1];
        Arrays.fill(kinds, '1', '9' + 1, LOWER);
        Arrays.fill(kinds, 'a', 'f' + 1, LOWER);
        Arrays.fill(kinds, 'A', 'F' + 1, UPPER);
        kinds['0'] = ZERO;
        return kinds;
    }

    /** Returns the id of {@code digits} hex digits in lower case; null if {@code id} is none, in either case. */
    static @Nullable String canonical(String id, int digits) {
        if (id.length() != digits) {
            return null;
        }
        int seen = 0;
        for (int i = 0; i < digits; i++) {
            char c = id.charAt(i);
            byte kind = c < KINDS.length ? KINDS[c] : 0;
            if (kind == 0) {
                return null;
            }
            seen |= kind;
        }
        return seen == ZERO ? null : (seen & UPPER) != 0 ? id.toLowerCase(Locale.ROOT) : id;
    }

    /** Does the same for an {@code id} that is known to consist of hex digits in lower case. */
    static @Nullable String notZero(String id, int digits) {
        if (id.length() != digits) {
            return null;
        }
        for (int i = 0; i < digits; i++) {
            if (id.charAt(i) != '0') {
                return id;
            }
        }
        return null;
    }

    /** Returns whether {@code id} stays what it is when it is written and read. */
    static boolean isCanonical(String id, int digits) {
        return id.equals(canonical(id, digits));
    }

    /** Returns {@code id} if it is canonical, else hex digits derived from it, the same ones each time. */
    static String of(String id, int digits) {
        if (isCanonical(id, digits)) {
            return id;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            // The last bit is set so that the id cannot be zero.
            hash[digits / 2 - 1] |= 1;
            return HexFormat.of().formatHex(hash, 0, digits / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
