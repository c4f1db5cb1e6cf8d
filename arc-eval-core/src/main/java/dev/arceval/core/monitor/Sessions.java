package dev.arceval.core.monitor;

import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the runs of a conversation together: they resemble each other, so a conversation is one piece of evidence. Not thread-safe.
 *
 * <p>A conversation ends when the time of the traces has moved away from it by half an hour: on, or back where a batch of older
 * runs follows. A run without a conversation is a unit of its own at once. Bounded: of more than {@value #MOST_OPEN} open conversations the one that was silent longest ends,
 * and one ends after {@value #LONGEST} runs.
 */
final class Sessions {

    private static final long SILENCE_NANOS = 30 * 60 * 1_000_000_000L;
    private static final int MOST_OPEN = 5_000;
    private static final int LONGEST = 200;

    /** The longest silent first. */
    private final LinkedHashMap<String, Session> open = new LinkedHashMap<>();

    /** Start of the latest arrival. */
    private long now = Long.MIN_VALUE;

    Sessions() {}

    Sessions(Map<String, Session> open, long now) {
        this.open.putAll(open);
        this.now = now;
    }

    /** A conversation that may go on. */
    record Session(long lastEpochNanos, List<RunValues> runs) {}

    /** Takes a run; returns the units that are complete now. */
    List<List<RunValues>> add(Trace run, RunValues values) {
        now = run.startEpochNanos();
        List<List<RunValues>> complete = new ArrayList<>();
        String key = run.conversationId().map(Sessions::hash).orElse(null);
        if (key == null) {
            complete.add(List.of(values));
        } else {
            join(key, run.startEpochNanos(), values, complete);
        }
        endSilent(complete);
        return complete;
    }

    /** An id may be that of a person: it is not kept. */
    private static String hash(String conversation) {
        return Long.toHexString(Seen.hash(conversation));
    }

    /** Ends all conversations; returns their units. */
    List<List<RunValues>> end() {
        List<List<RunValues>> rest = open.values().stream().map(Session::runs).toList();
        open.clear();
        return rest;
    }

    int openRuns() {
        return open.values().stream().mapToInt(session -> session.runs().size()).sum();
    }

    Map<String, Session> open() {
        return open;
    }

    long now() {
        return now;
    }

    private void join(String key, long start, RunValues values, List<List<RunValues>> complete) {
        Session before = open.remove(key);
        List<RunValues> runs = new ArrayList<>(before == null ? List.of() : before.runs());
        runs.add(values);
        if (runs.size() >= LONGEST) {
            complete.add(List.copyOf(runs));
        } else {
            open.put(key, new Session(start, List.copyOf(runs)));
        }
    }

    private void endSilent(List<List<RunValues>> complete) {
        Iterator<Session> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Session session = oldest.next();
            if (open.size() <= MOST_OPEN && Math.abs(now - session.lastEpochNanos()) < SILENCE_NANOS) {
                return;
            }
            complete.add(session.runs());
            oldest.remove();
        }
    }
}
