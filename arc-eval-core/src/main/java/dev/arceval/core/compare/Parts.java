package dev.arceval.core.compare;

import dev.arceval.eval.Cause;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of one side consist of: tools, models, versions and errors, with what each took. Whole numbers, so that the
 * order does not matter. Not thread-safe.
 *
 * <p>Bounded: of more than {@value #MAX_NAMES} names of a kind, those that sort first are kept.
 */
final class Parts {

    private static final int MAX_NAMES = 256;
    private static final double NANOS_PER_USD = 1e9;

    private final Map<Cause.Kind, TreeMap<String, Part>> parts = new EnumMap<>(Cause.Kind.class);
    private final Part total = new Part();

    /** What one part took. Amounts are those of completed runs. */
    static final class Part {
        private long runs;
        private long failedRuns;
        private long micros;
        private long tokens;
        private long nanoUsd;

        /** Runs that show it. */
        long runs() {
            return runs;
        }

        /** Runs in which it failed. */
        long failedRuns() {
            return failedRuns;
        }

        /** Milliseconds, dollars or tokens of all completed runs together. */
        double sum(Amount amount) {
            return switch (amount) {
                case LATENCY -> micros / 1e3;
                case COST -> nanoUsd / NANOS_PER_USD;
                case TOKENS -> tokens;
            };
        }

        private void addAmounts(Span span) {
            micros += span.duration()
                    .filter(duration -> !duration.isNegative())
                    .map(duration -> duration.toNanos() / 1_000)
                    .orElse(0L);
            tokens += span.usage().totalTokens().orElse(0);
            nanoUsd += Math.round(span.usage().cost().orElse(0) * NANOS_PER_USD);
        }

        private void merge(Part other) {
            runs += other.runs;
            failedRuns += other.failedRuns;
            micros += other.micros;
            tokens += other.tokens;
            nanoUsd += other.nanoUsd;
        }
    }

    void add(Trace trace, RunFacts run) {
        boolean completed = run.ending() == RunFacts.Ending.COMPLETED;
        addTotal(run, completed);
        Set<Part> seen = new HashSet<>();
        Set<Part> failed = new HashSet<>();
        for (Span span : trace.spans()) {
            Part part = part(span);
            if (part != null) {
                if (completed) {
                    part.addAmounts(span);
                }
                part.runs += seen.add(part) ? 1 : 0;
                part.failedRuns += span.failed() && failed.add(part) ? 1 : 0;
            }
        }
        trace.agentVersion().ifPresent(version -> count(Cause.Kind.VERSION, version));
        Outcome outcome = trace.outcome();
        if (outcome instanceof Outcome.Aborted aborted) {
            count(Cause.Kind.ERROR, aborted.errorType());
        } else if (outcome instanceof Outcome.Failure failure && run.ending() == RunFacts.Ending.ERROR) {
            count(Cause.Kind.ERROR, failure.errorType());
        }
    }

    void merge(Parts other) {
        total.merge(other.total);
        other.parts.forEach((kind, names) -> names.forEach((name, part) -> {
            Part mine = slot(kind, name);
            if (mine != null) {
                mine.merge(part);
            }
        }));
    }

    /** Returns all runs taken together. */
    Part total() {
        return total;
    }

    /** Returns the parts of a kind by name. */
    Map<String, Part> of(Cause.Kind kind) {
        return parts.getOrDefault(kind, new TreeMap<>());
    }

    private void addTotal(RunFacts run, boolean completed) {
        total.runs++;
        if (completed) {
            double ms = run.amounts()[Amount.LATENCY.ordinal()];
            double usd = run.amounts()[Amount.COST.ordinal()];
            double tokens = run.amounts()[Amount.TOKENS.ordinal()];
            total.micros += ms > 0 ? Math.round(ms * 1e3) : 0;
            total.nanoUsd += usd > 0 ? Math.round(usd * NANOS_PER_USD) : 0;
            total.tokens += tokens > 0 ? Math.round(tokens) : 0;
        }
    }

    private @Nullable Part part(Span span) {
        if (span.kind() == Span.Kind.TOOL && span.toolCall().isPresent()) {
            return slot(Cause.Kind.TOOL, span.toolCall().get().name());
        }
        return span.kind() == Span.Kind.LLM
                ? slot(Cause.Kind.MODEL, span.model().orElse("unknown"))
                : null;
    }

    private void count(Cause.Kind kind, String name) {
        Part part = slot(kind, name);
        if (part != null) {
            part.runs++;
        }
    }

    private @Nullable Part slot(Cause.Kind kind, String name) {
        TreeMap<String, Part> names = parts.computeIfAbsent(kind, any -> new TreeMap<>());
        Part known = names.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= MAX_NAMES) {
            if (name.compareTo(names.lastKey()) > 0) {
                return null;
            }
            names.pollLastEntry();
        }
        Part fresh = new Part();
        names.put(name, fresh);
        return fresh;
    }
}
