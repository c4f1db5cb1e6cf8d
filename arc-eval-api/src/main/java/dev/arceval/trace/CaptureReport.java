package dev.arceval.trace;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The books of a recorder: {@code produced} equals {@code stored} plus {@code pending} plus everything dropped.
 *
 * @param produced traces that recorded agents ended
 * @param stored traces the store acknowledged
 * @param pending traces on their way to the store
 * @param dropped traces that were given up, by reason
 * @param lateSteps steps that began after their trace had ended, and are missing from it, or ended so late that it is without
 *     their end
 * @param redactionFailures texts of stored traces, and of what people said of traces, that a redactor failed on; a
 *     placeholder is kept instead of each
 * @since 0.1
 */
public record CaptureReport(
        long produced, long stored, long pending, Map<Reason, Long> dropped, long lateSteps, long redactionFailures) {

    public CaptureReport {
        Map<Reason, Long> ordered = new EnumMap<>(Reason.class);
        ordered.putAll(dropped);
        dropped = Collections.unmodifiableMap(ordered);
    }

    /** Returns these books with another number of redaction failures. */
    public CaptureReport withRedactionFailures(long texts) {
        return new CaptureReport(produced, stored, pending, dropped, lateSteps, texts);
    }

    /** Why a trace was given up. */
    public enum Reason {
        /** The queue to the store was full. */
        QUEUE_FULL,
        /** The store failed. */
        STORE_FAILED,
        /** The trace could not be built from what was captured. */
        CAPTURE_FAILED,
        /** The recycler was closed before the trace ended or was stored. */
        CLOSED
    }
}
