package dev.arceval.core.mine;

import dev.arceval.eval.TracePattern.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a run belongs.
 *
 * @param patternId the pattern of its structure, whether or not that is frequent enough to be listed
 * @param kinds what the run shows; at least one
 * @param outlier whether it was slow among the runs of its pattern
 */
public record RunClass(String patternId, Set<Kind> kinds, boolean outlier) {

    public RunClass {
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }
}
