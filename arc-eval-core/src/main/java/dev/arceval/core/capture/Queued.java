package dev.arceval.core.capture;

import org.jspecify.annotations.Nullable;

/**
 * A link of the queue of ended runs: a stack, linked backwards, that is taken as a whole. Each link knows how many came
 * before it, so one atomic operation adds a run and counts it.
 */
abstract class Queued {

    @Nullable
    Queued before;

    /** How many runs were admitted, this one among them. */
    long sequence;

    /** Stands where the queue was emptied, and keeps the count. */
    static final class Mark extends Queued {

        Mark(long sequence) {
            this.sequence = sequence;
        }
    }
}
