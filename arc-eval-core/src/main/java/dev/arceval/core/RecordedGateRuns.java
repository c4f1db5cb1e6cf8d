package dev.arceval.core;

import dev.arceval.eval.EvalCase;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pairs recorded runs of two sides by case: the first of one with the first of the other. */
final class RecordedGateRuns implements GateRuns {

    private static final Comparator<Trace> BY_START =
            Comparator.comparingLong(Trace::startEpochNanos).thenComparing(Trace::traceId);

    private final Collection<Trace> baseline;
    private final Collection<Trace> candidate;
    private final @Nullable String evaluation;
    private final Map<String, List<Run>> before;
    private final Map<String, List<Run>> now;
    private final List<String> cases;
    private long undecided;

    RecordedGateRuns(Collection<Trace> baseline, Collection<Trace> candidate, @Nullable String evaluation) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.evaluation = evaluation;
        this.before = byCase(baseline);
        this.now = byCase(candidate);
        this.cases = before.keySet().stream().filter(now::containsKey).toList();
    }

    private Map<String, List<Run>> byCase(Collection<Trace> runs) {
        Map<String, List<Run>> cases = new TreeMap<>();
        for (Trace trace : runs.stream().sorted(BY_START).toList()) {
            Optional<Boolean> passed = passed(trace);
            String key = key(trace);
            if (passed.isEmpty() || key == null) {
                undecided++;
                continue;
            }
            Run run = new Run(
                    passed.get(),
                    passed.get() ? null : ShownText.of(why(trace.outcome())),
                    null,
                    trace.usage().totalTokens().orElse(0),
                    trace.usage().cost().orElse(0),
                    trace.duration().filter(length -> !length.isNegative()).orElse(Duration.ZERO));
            cases.computeIfAbsent(key, name -> new ArrayList<>()).add(run);
        }
        return cases;
    }

    private Optional<Boolean> passed(Trace trace) {
        String name = evaluation;
        if (name == null) {
            Outcome outcome = trace.outcome();
            return outcome instanceof Outcome.Unknown
                    ? Optional.empty()
                    : Optional.of(outcome instanceof Outcome.Success);
        }
        return trace.evaluations().stream()
                .filter(one -> one.name().equals(name))
                .map(Evaluation::passed)
                .flatMap(Optional::stream)
                .reduce(Boolean::logicalAnd);
    }

    private static @Nullable String key(Trace trace) {
        for (String name : List.of("eval.case.id", "eval.task.id")) {
            for (Span span : trace.topLevel()) {
                Optional<Object> value = span.attributes().get(name);
                if (value.isPresent()) {
                    return value.get().toString();
                }
            }
        }
        // An input may be long and personal: its fingerprint tells cases apart as well.
        return trace.input()
                .map(text -> "input " + UUID.nameUUIDFromBytes(text.strip().getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            return failure.errorType();
        }
        return outcome instanceof Outcome.Aborted aborted ? aborted.errorType() : "evaluation failed";
    }

    /** Returns the cases as reports may call them: of one whose name holds personal data, its place in the order is left. */
    @Override
    public List<String> cases() {
        List<String> shown = new ArrayList<>();
        for (String name : cases) {
            String safe = ShownText.of(name);
            shown.add(safe.equals(name) ? name : safe + " " + (shown.size() + 1));
        }
        return shown;
    }

    @Override
    public @Nullable Pair pair(int caseNumber, int tryNumber) {
        List<Run> one = before.getOrDefault(cases.get(caseNumber), List.of());
        List<Run> two = now.getOrDefault(cases.get(caseNumber), List.of());
        return tryNumber < Math.min(one.size(), two.size()) ? new Pair(one.get(tryNumber), two.get(tryNumber)) : null;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        long single = before.size() + now.size() - 2L * cases.size();
        if (single > 0) {
            notes.add("Cases that ran on one side only were left out: " + single + ".");
        }
        if (undecided > 0) {
            String verdict = evaluation == null ? "a known end" : "a verdict of " + evaluation;
            notes.add("Runs without " + verdict + " or an input were left out: " + undecided + ".");
        }
        return notes;
    }

    @Override
    public GateRuns judgedBy(String name) {
        return new RecordedGateRuns(baseline, candidate, name);
    }

    @Override
    public GateRuns scoredBy(Scorer scorer) {
        throw new IllegalArgumentException("scoredBy is for live runs of " + EvalCase.class.getSimpleName()
                + "s; recorded runs are judged by their outcome: " + scorer.name());
    }
}
