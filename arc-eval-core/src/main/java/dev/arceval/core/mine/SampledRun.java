package dev.arceval.core.mine;

import dev.arceval.trace.Outcome;

/**
 * What is kept of a run to compare runs with each other.
 *
 * @param structure hash of its structure
 * @param cluster what it repeats
 * @param parts models that answered and steps that failed, as hashes in order
 */
record SampledRun(String traceId, long structure, long cluster, Outcome.Label ending, long[] parts) {

    boolean failed() {
        return ending == Outcome.Label.FAILURE || ending == Outcome.Label.ABORTED;
    }

    boolean decided() {
        return ending != Outcome.Label.UNKNOWN;
    }
}
