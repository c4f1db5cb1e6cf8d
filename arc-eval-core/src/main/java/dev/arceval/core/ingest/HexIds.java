package dev.arceval.core.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ids of OpenTelemetry: hex digits in lower case, not all zero. */
final class HexIds {

    static final int TRACE_DIGITS = 32;
    static final int SPAN_DIGITS = 16;

    private HexIds() {}

    /** Returns the id of {@code digits} hex digits in lower case; null if {@code id} is none, in either case. */
    static @Nullable String canonical(String id, int digits) {
        if (id.length() != digits) {
            return null;
        }
        boolean zero = true;
        boolean upper = false;
        for (int i = 0; i < digits; i++) {
            char c = id.charAt(i);
            if (c >= 'A' && c <= 'F') {
                upper = true;
            } else if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return null;
            }
            zero &= c == '0';
        }
        return zero ? null : upper ? id.toLowerCase(Locale.ROOT) : id;
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
