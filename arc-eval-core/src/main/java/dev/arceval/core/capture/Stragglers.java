package dev.arceval.core.capture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Ended runs with steps still under way. A stream tells its reader that it is over before it tells those who observe it, so
 * a root may end a moment before the steps below it. Such a run waits until the last of them has ended, or for as long as
 * our patience lasts; then it is sealed. Runs without open steps pass at once.
 *
 * <p>The drain thread lets runs in and out; whoever closes the recorder may take what waits. Looking at a run costs one
 * read per step.
 */
final class Stragglers {

    /** Further runs do not wait: somebody who ends no step at all must not fill the queue. */
    private static final int MAX_WAITING = 1024;

    private static final long NONE = Long.MAX_VALUE;

    private final long patienceNanos;
    private final Deque<Run> waiting = new ArrayDeque<>();

    /** The first run that waits, or waited until the last look and may not be settled yet. */
    private volatile long oldest = NONE;

    Stragglers(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** Returns, sealed, those that waited and need not wait any longer, the oldest first. */
    synchronized List<Run> due(long now) {
        List<Run> due = new ArrayList<>(waiting.size());
        for (int i = waiting.size(); i > 0; i--) {
            Run run = waiting.remove();
            sort(run, run.patientUntil - now <= 0, due);
        }
        return due;
    }

    /** Returns, sealed, those of {@code ended} that need not wait, in their order; the others wait. */
    synchronized List<Run> ready(List<Run> ended, long now) {
        List<Run> ready = new ArrayList<>(ended.size());
        for (Run run : ended) {
            run.patientUntil = now + patienceNanos;
            sort(run, patienceNanos == 0 || waiting.size() >= MAX_WAITING, ready);
        }
        return ready;
    }

    private void sort(Run run, boolean patienceIsOver, List<Run> ready) {
        if (patienceIsOver || !run.hasOpenSteps()) {
            run.seal();
            ready.add(run);
        } else {
            waiting.add(run);
            oldest = Math.min(oldest, run.sequence);
        }
    }

    /** Says that everything {@link #due} and {@link #ready} have returned is settled. */
    synchronized void settled() {
        Run first = waiting.peek();
        oldest = first == null ? NONE : first.sequence;
    }

    /** Takes everything that waits. */
    synchronized List<Run> giveUp() {
        List<Run> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Run::seal);
        oldest = NONE;
        return all;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns whether one of the first {@code count} runs waits, or waited and may not be settled yet. */
    boolean hasAnyOf(long count) {
        return oldest <= count;
    }
}
