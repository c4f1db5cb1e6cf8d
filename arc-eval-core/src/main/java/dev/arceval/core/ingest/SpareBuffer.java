package dev.arceval.core.ingest;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps the buffer of the file that was read last for the next one, as long as memory is not short: it is as large as the
 * largest record, and making it anew for each file would cost as much as the rest of what is allocated. Thread-safe.
 */
final class SpareBuffer {

    /** Larger ones are rarely needed again. */
    private static final int LARGEST = 16 << 20;

    private static final SoftReference<byte[]> NONE = new SoftReference<>(null);

    private final AtomicReference<SoftReference<byte[]>> spare = new AtomicReference<>(NONE);

    /** Returns a buffer nobody else has, with whatever stands in it. */
    byte[] take() {
        byte[] kept = spare.getAndSet(NONE).get();
        return kept != null ? kept : new byte[JsonRecords.START_BUFFER];
    }

    /** Takes a buffer that is not used any more. */
    void giveBack(byte[] buffer) {
        if (buffer.length <= LARGEST) {
            spare.set(new SoftReference<>(buffer));
        }
    }
}
