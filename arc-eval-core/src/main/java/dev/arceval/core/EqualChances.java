package dev.arceval.core;

import dev.arceval.core.mine.SamplingWeight;
import dev.arceval.core.stats.Seeds;
import dev.arceval.trace.Trace;
import java.util.Locale;

/**
 * Thins runs that a sampler kept with different chances until all had the same one: a failed run that was kept for certain
 * stays with the chance that an ordinary one had. What is left is a plain random sample of all runs there were, so every
 * test that takes runs as they come is right about them. Not thread-safe.
 *
 * <p>Why not weights: the exact and the permutation tests know none, and weighted moments have the precision of about as
 * many runs as are left here (Kish's effective sample size).
 *
 * <p>Which runs stay follows from their ids alone.
 */
final class EqualChances {

    private long lightest = Long.MAX_VALUE;
    private long heaviest;
    private long seen;
    private long kept;

    /** Takes note of a run; all are noted before the first is asked for. */
    void note(Trace run) {
        long weight = SamplingWeight.of(run);
        lightest = Math.min(lightest, weight);
        heaviest = Math.max(heaviest, weight);
        seen++;
    }

    /** Whether all runs had the same chance as it is. */
    boolean areEqual() {
        return lightest >= heaviest;
    }

    /** Whether this run stays. */
    boolean keeps(Trace run) {
        boolean keeps =
                Seeds.random(0, "equal chances " + run.traceId(), 0).nextLong(heaviest) < SamplingWeight.of(run);
        kept += keeps ? 1 : 0;
        return keeps;
    }

    /** What the reader of a report must know. */
    String note(String side) {
        return String.format(
                Locale.ROOT,
                "The %s was sampled with different chances (failures and slow runs kept, others down to 1 in %.0f):"
                        + " compared are %d of its %d runs, drawn so that all had the same chance.",
                side,
                (double) heaviest / SamplingWeight.ONE,
                kept,
                seen);
    }
}
