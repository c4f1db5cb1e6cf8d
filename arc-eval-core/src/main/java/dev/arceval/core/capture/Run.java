package dev.arceval.core.capture;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A trace under construction: its steps as a list linked backwards, the newest first. Steps may be added on several
 * threads. Ends once, when its root ends: no step begins any more. Is sealed when it is made a trace of: nothing changes any
 * more.
 */
final class Run extends Queued {

    /** Steps per trace: a loop gone wild must not fill the heap. */
    static final int MAX_STEPS = 10_000;

    /** Characters of content per trace; further values are left out. */
    static final int MAX_CHARS = 8 * 1024 * 1024;

    private static final AtomicReferenceFieldUpdater<Run, @Nullable Step> NEWEST =
            AtomicReferenceFieldUpdater.newUpdater(Run.class, Step.class, "newest");
    private static final AtomicIntegerFieldUpdater<Run> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Run.class, "ended");
    private static final AtomicIntegerFieldUpdater<Run> DROPPED_STEPS =
            AtomicIntegerFieldUpdater.newUpdater(Run.class, "droppedSteps");

    final String agent;

    /** Wall time minus ticker at the start, in nanoseconds: what turns a tick of this run into wall time. */
    final long anchor;

    private volatile @Nullable Step newest;
    private volatile int ended;
    private volatile boolean sealed;
    private volatile int droppedSteps;

    /** An estimate: threads may overwrite each other's addition. It bounds memory, nothing is decided by its digits. */
    private int chars;

    /** What was booked against the queue's bound; read and written by whoever owns the ended run. */
    int bookedChars;

    /** When, by the drain's clock, it is no longer waited for steps that are still open; the drain thread's own. */
    long patientUntil;

    /** Whether its root failed: such runs are dropped last. Written before the run ends. */
    boolean failed;

    Run(String agent, long anchor) {
        this.agent = agent;
        this.anchor = anchor;
    }

    /** Takes the root, which nobody else has seen. */
    void start(Step root) {
        root.number = 1;
        NEWEST.lazySet(this, root);
    }

    /** Adds a step; false if there are too many. */
    boolean add(Step step) {
        while (true) {
            Step before = newest;
            int number = before == null ? 1 : before.number + 1;
            if (number > MAX_STEPS) {
                DROPPED_STEPS.incrementAndGet(this);
                return false;
            }
            step.older = before;
            step.number = number;
            if (NEWEST.compareAndSet(this, before, step)) {
                return true;
            }
        }
    }

    @Nullable
    Step newest() {
        return newest;
    }

    /** Ends the run; true for the one call that did it. */
    boolean end() {
        return ENDED.compareAndSet(this, 0, 1);
    }

    boolean hasEnded() {
        return ended != 0;
    }

    void seal() {
        sealed = true;
    }

    boolean isSealed() {
        return sealed;
    }

    boolean hasOpenSteps() {
        for (Step step = newest; step != null; step = step.older) {
            if (!step.hasEnded()) {
                return true;
            }
        }
        return false;
    }

    int droppedSteps() {
        return droppedSteps;
    }

    /** Books {@code length} characters; false if the run holds too many already. */
    boolean take(int length) {
        if (chars > MAX_CHARS) {
            return false;
        }
        chars += length;
        return true;
    }

    int chars() {
        return chars;
    }
}
