package dev.arceval.core.monitor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which runs were counted already, so that batches may overlap. Not thread-safe.
 *
 * <p>Bounded: hashes of the {@value #MOST} latest arrivals are kept. A run that started no later than one that was dropped from
 * them cannot be told from a repetition and counts as one.
 */
final class Seen {

    static final int MOST = 20_000;

    private final LinkedHashMap<Long, Long> startByHash = new LinkedHashMap<>();
    private long forgottenUpTo;

    Seen() {
        this(Map.of(), Long.MIN_VALUE);
    }

    Seen(Map<Long, Long> startByHash, long forgottenUpTo) {
        this.startByHash.putAll(startByHash);
        this.forgottenUpTo = forgottenUpTo;
    }

    /** Returns whether the run is new, and remembers it. */
    boolean isNew(String traceId, long startEpochNanos) {
        long hash = hash(traceId);
        if (startEpochNanos <= forgottenUpTo || startByHash.containsKey(hash)) {
            return false;
        }
        startByHash.put(hash, startEpochNanos);
        if (startByHash.size() > MOST) {
            Iterator<Long> oldest = startByHash.values().iterator();
            forgottenUpTo = Math.max(forgottenUpTo, oldest.next());
            oldest.remove();
        }
        return true;
    }

    Map<Long, Long> startByHash() {
        return startByHash;
    }

    long forgottenUpTo() {
        return forgottenUpTo;
    }

    static long hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
