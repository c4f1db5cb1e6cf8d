package dev.arceval.core.compare;

import dev.arceval.trace.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;

/**
 * When the runs of one side took place, and a sample of their ids that shows which runs are on both sides. Not thread-safe.
 *
 * <p>The sample holds the {@value #MAX_IDS} smallest hashes, the same on every machine and in any order or split. A run added
 * twice is in it once.
 */
final class Times {

    static final int MAX_IDS = 1_024;

    private final TreeSet<Long> ids = new TreeSet<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(Trace trace) {
        long start = trace.startEpochNanos();
        if (start != 0) {
            first = Math.min(first, start);
            last = Math.max(last, start);
        }
        addId(hash(trace.traceId()));
    }

    void merge(Times other) {
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        other.ids.forEach(this::addId);
    }

    /** Whether all these runs started after the last of {@code other}. */
    boolean isAfter(Times other) {
        return isKnown() && other.isKnown() && first > other.last;
    }

    /** Whether these runs and those of {@code other} were made at the same time, at least in part. */
    boolean overlaps(Times other) {
        return isKnown() && other.isKnown() && Math.max(first, other.first) < Math.min(last, other.last);
    }

    /** Returns the share of these runs that {@code other} holds too, 0 to 1; exact up to {@value #MAX_IDS} runs a side. */
    double shareIn(Times other) {
        long end = Math.min(end(), other.end());
        long seen = 0;
        long shared = 0;
        for (long id : ids.headSet(end, true)) {
            seen++;
            shared += other.ids.contains(id) ? 1 : 0;
        }
        return seen == 0 ? 0 : (double) shared / seen;
    }

    /** Returns the first and the last start, to the second. */
    @Override
    public String toString() {
        return second(first) + " to " + second(last);
    }

    private boolean isKnown() {
        return first <= last;
    }

    /** Up to here the sample is complete. */
    private long end() {
        return ids.size() < MAX_IDS ? Long.MAX_VALUE : ids.last();
    }

    private void addId(long id) {
        if (ids.size() < MAX_IDS) {
            ids.add(id);
        } else if (id < ids.last() && ids.add(id)) {
            ids.pollLast();
        }
    }

    private static String second(long epochNanos) {
        return Instant.ofEpochSecond(0, epochNanos)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    /** FNV-1a with a last mix: ids that count up are spread over the whole range. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
