package dev.arceval.core.curate;

import dev.arceval.core.curate.Candidate.Goodness;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is kept of a run, and counts the runs that cannot be cases. Equal values share one instance. */
final class CandidateReader {

    private static final int INPUT_HEAD = 500;

    private final Map<String, Said> people;
    private final Features features = new Features();
    private final Map<String, String> names = new HashMap<>();
    private final Map<List<String>, List<String>> toolLists = new HashMap<>();
    private final Map<Set<Kind>, Set<Kind>> kindSets = new HashMap<>();
    private long withoutInput;
    private long withoutEnd;

    /** @param people what was said about runs, by trace id */
    CandidateReader(Map<String, Said> people) {
        this.people = people;
    }

    /** Returns the candidate, if the run has an input and a known end. */
    Optional<Candidate> read(Run run) {
        String input = run.trace().input().filter(text -> !text.isBlank()).orElse(null);
        Outcome outcome = run.trace().outcome();
        if (input == null) {
            withoutInput++;
            return Optional.empty();
        }
        if (outcome instanceof Outcome.Unknown) {
            withoutEnd++;
            return Optional.empty();
        }
        return Optional.of(candidate(run, input, outcome));
    }

    Features features() {
        return features;
    }

    long withoutInput() {
        return withoutInput;
    }

    long withoutEnd() {
        return withoutEnd;
    }

    private Candidate candidate(Run run, String input, Outcome outcome) {
        Trace trace = run.trace();
        List<ToolCall> calls = trace.toolCalls();
        String error = firstError(trace);
        InputText text = InputText.of(input);
        Said said = people.getOrDefault(trace.traceId(), Said.NOTHING);
        return new Candidate(
                trace.traceId(),
                trace.startEpochNanos(),
                shared(trace.agent()),
                head(input),
                text,
                toolLists.computeIfAbsent(
                        calls.stream().map(ToolCall::name).distinct().toList(), list -> list),
                error == null ? null : shared(error),
                shared(run.patternId()),
                task(run, text),
                kindSets.computeIfAbsent(run.kinds(), Set::copyOf),
                goodness(trace, outcome, said),
                said,
                trace.output().map(InputText::hashOfAnswer).orElse(0L),
                new Quality.Properties(!calls.isEmpty(), error != null, input.length(), run.outlier()),
                features.ofStructure(run, calls, input, task(run, text)),
                features.ofEvidence(run.kinds(), run.errors()));
    }

    private static long task(Run run, InputText input) {
        return run.task() == 0 ? input.key() : run.task();
    }

    private static Goodness goodness(Trace trace, Outcome outcome, Said said) {
        if (!(outcome instanceof Outcome.Success) || said.isWrong()) {
            return Goodness.FAILED;
        }
        return said.isRight()
                        || trace.evaluations().stream().map(Evaluation::passed).anyMatch(Optional.of(true)::equals)
                ? Goodness.CONFIRMED
                : Goodness.SUCCEEDED;
    }

    /** The type of the error that ended first: a parent that failed with its child ended later. */
    private static @Nullable String firstError(Trace trace) {
        Span first = null;
        for (Span span : trace.spans()) {
            if (span.failed() && (first == null || ended(span) < ended(first))) {
                first = span;
            }
        }
        return first == null ? null : first.errorType().orElse("error");
    }

    private static long ended(Span span) {
        return span.endEpochNanos() == 0 ? Long.MAX_VALUE : span.endEpochNanos();
    }

    private static String head(String input) {
        if (input.length() <= INPUT_HEAD) {
            return input;
        }
        boolean splitsPair = Character.isHighSurrogate(input.charAt(INPUT_HEAD - 1));
        return input.substring(0, splitsPair ? INPUT_HEAD - 1 : INPUT_HEAD) + "…";
    }

    private String shared(String name) {
        return names.computeIfAbsent(name, same -> same);
    }
}
