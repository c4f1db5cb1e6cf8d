package dev.arceval.core.history;

import dev.arceval.core.stats.Moments;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The runs of one point, counted by metric. Not thread-safe; the order of runs does not matter. */
final class Points {

    private static final double SHORTEST_MS = 0.001;

    /** Labels tell which way an evaluation goes; where there are any, its scores are not looked at. */
    static final String LABELLED = "labels:";

    static final String QUALITY = "quality:";

    private final Map<String, Moments> values = new TreeMap<>();
    private long firstEpochNanos = Long.MAX_VALUE;

    void add(Trace run) {
        firstEpochNanos = Math.min(firstEpochNanos, run.startEpochNanos());
        Outcome outcome = run.outcome();
        boolean error = outcome instanceof Outcome.Aborted
                || (outcome instanceof Outcome.Failure failure && failure.cause() == Outcome.Failure.Cause.ERROR);
        if (!(outcome instanceof Outcome.Unknown)) {
            put("errors", error ? 1 : 0);
        }
        if (!error && !(outcome instanceof Outcome.Unknown)) {
            addCompleted(run);
        }
        for (Evaluation evaluation : run.evaluations()) {
            evaluation.passed().ifPresent(passed -> put(LABELLED + evaluation.name(), passed ? 1 : 0));
            Double score = evaluation.score();
            if (score != null && Double.isFinite(score)) {
                put(QUALITY + evaluation.name(), score);
            }
        }
    }

    private void addCompleted(Trace run) {
        run.duration()
                .filter(duration -> !duration.isNegative())
                .ifPresent(duration -> put(
                        "latency",
                        StrictMath.log(Math.max(SHORTEST_MS, duration.getSeconds() * 1e3 + duration.getNano() / 1e6))));
        Usage usage = run.usage();
        if (usage.totalTokens().isPresent() && usage.totalTokens().getAsLong() > 0) {
            put("tokens", StrictMath.log(usage.totalTokens().getAsLong()));
        }
        if (usage.cost().isPresent() && usage.cost().getAsDouble() > 0) {
            put("cost", StrictMath.log(usage.cost().getAsDouble()));
        }
    }

    long firstEpochNanos() {
        return firstEpochNanos;
    }

    Map<String, Moments> values() {
        return values;
    }

    @Nullable
    Moments find(String metric) {
        return values.get(metric);
    }

    private void put(String metric, double value) {
        values.computeIfAbsent(metric, name -> new Moments()).add(value);
    }
}
