package dev.arceval.core;

import dev.arceval.eval.Observation;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a gate's runs come from. */
interface GateRuns {

    /** Returns the names of the cases. */
    List<String> cases();

    /** Returns the pair of a case's n-th try, from 0; null if there is none. */
    @Nullable
    Pair pair(int caseNumber, int tryNumber);

    /** Returns what was left out and why. */
    List<String> notes();

    GateRuns judgedBy(String evaluation);

    GateRuns scoredBy(Scorer scorer);

    /** The same case on both sides. */
    record Pair(Run baseline, Run current) {}

    /**
     * One run.
     *
     * @param why what failed; absent if it passed
     * @param observation what a live agent did; absent for recorded runs
     */
    record Run(
            boolean passed,
            @Nullable String why,
            @Nullable Observation observation,
            double tokens,
            double costUsd,
            Duration took) {}
}
