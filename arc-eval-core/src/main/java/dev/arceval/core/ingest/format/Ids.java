package dev.arceval.core.ingest.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Ids for what has none, the same ones each time: made from the content. */
final class Ids {

    private Ids() {}

    /** Returns 32 hex digits that stand for {@code parts}. */
    static String trace(String... parts) {
        return hex(32, parts);
    }

    /** Returns 16 hex digits that stand for {@code parts}. */
    static String span(String... parts) {
        return hex(16, parts);
    }

    /** Returns the id of a step: those of one record sort in the order of their positions. */
    static String step(String traceId, int position) {
        return trace(traceId).substring(0, 8) + String.format(Locale.ROOT, "%08x", position);
    }

    /** Returns an id of hex digits in lower case, without the {@code 0x} some write before it; another one as it is. */
    static String plain(String id) {
        String digits = id.startsWith("0x") ? id.substring(2) : id;
        boolean hex = !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
        return hex ? digits.toLowerCase(Locale.ROOT) : id;
    }

    private static String hex(int digits, String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            byte[] hash = digest.digest();
            // The last bit is set so that the id cannot be zero.
            hash[digits / 2 - 1] |= 1;
            return HexFormat.of().formatHex(hash, 0, digits / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
