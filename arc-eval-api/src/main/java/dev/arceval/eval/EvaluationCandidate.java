package dev.arceval.eval;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A production run that could become an evaluation case.
 *
 * @param traceId the run
 * @param startedAt when it started
 * @param agent whose run it is
 * @param input what the agent was asked
 * @param toolsUsed the tools called, in order of first use
 * @param errorType the first error any step met; absent if none did
 * @param patternId the pattern it belongs to
 * @param kinds what this run shows; at least one
 * @param quality its value as a case by {@link QualityWeights}, from 0 to 1
 * @param terms what the quality is made of: each property that applied, with what it added, before the cap at 1
 * @param worth its value as a case by what the other runs show, from 0 to 1
 * @param evidence what that is made of: {@code novelty}, how rare its tools, steps in a row and errors are, up to 0.3; {@code
 *     surprise}, how rare its outcome is, up to 0.3; {@code uncertainty}, how evenly the runs of its task pass and fail, up to
 *     0.2; {@code traffic}, how many runs have its structure, up to 0.2
 * @since 0.1
 */
public record EvaluationCandidate(
        String traceId,
        Instant startedAt,
        String agent,
        String input,
        List<String> toolsUsed,
        @Nullable String errorType,
        String patternId,
        Set<TracePattern.Kind> kinds,
        double quality,
        Map<String, Double> terms,
        double worth,
        Map<String, Double> evidence) {

    public EvaluationCandidate {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality must be between 0 and 1: " + quality);
        }
        toolsUsed = List.copyOf(toolsUsed);
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        if (!(worth >= 0 && worth <= 1)) {
            throw new IllegalArgumentException("worth must be between 0 and 1: " + worth);
        }
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    /** Returns the first error any step met. */
    public Optional<String> error() {
        return Optional.ofNullable(errorType);
    }
}
