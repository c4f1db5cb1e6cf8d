package dev.arceval.core.mine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The 64-bit hashes that pattern ids are made of: the start of SHA-256 for texts, SplitMix64's mixer to join them. For what is
 * only to be spread evenly FNV-1a (Fowler, Noll, Vo) over characters, mixed at the end.
 */
final class Hash {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Hash() {}

    /** Returns the first eight bytes of SHA-256 over the UTF-8 bytes. */
    static long of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    /** Returns an even hash that costs a tenth, for what is in no id: which runs are sampled. */
    static long spread(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return join(hash, text.length());
    }

    /** Returns a hash of both that depends on their order. */
    static long join(long before, long next) {
        long z = (before ^ next) + GOLDEN_GAMMA * (next | 1);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
