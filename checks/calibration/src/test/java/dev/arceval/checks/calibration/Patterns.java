package dev.arceval.checks.calibration;

import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The patterns of runs, as the library mines them. */
final class Patterns {

    private Patterns() {}

    /** Returns the pattern of any run, computed when it is asked for. */
    static Function<Trace, String> byStructure() {
        MinedPatterns none = new PatternMiner().patterns(1);
        return run -> none.classify(run).patternId();
    }

    /** Returns the pattern of these runs, computed once. */
    static Function<Trace, String> of(List<Trace> runs) {
        Function<Trace, String> pattern = byStructure();
        Map<String, String> byTrace = new HashMap<>();
        runs.forEach(run -> byTrace.put(run.traceId(), pattern.apply(run)));
        return run -> byTrace.get(run.traceId());
    }
}
