package dev.arceval.checks.calibration;

import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The pattern of each of some runs, as the library mines it. */
final class Patterns {

    private Patterns() {}

    static Function<Trace, String> of(List<Trace> runs) {
        PatternMiner miner = new PatternMiner();
        runs.forEach(miner::add);
        MinedPatterns patterns = miner.patterns(1);
        Map<String, String> byTrace = new HashMap<>();
        runs.forEach(run -> byTrace.put(run.traceId(), patterns.classify(run).patternId()));
        return run -> byTrace.get(run.traceId());
    }
}
