package dev.arceval.core.curate;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes cases of chosen units: input, tool results and baseline of the source, expectations of all good runs. */
final class CaseFreezer {

    /** How many runs a case names; of more, the best models and then the newest. A line stays readable. */
    private static final int MOST_NAMED = 100;
    /** From how many good runs a case learns. What all of ten have in common is not by chance. */
    private static final int MOST_LEARNED_FROM = 10;

    private static final double MICROS_PER_MS = 1_000;

    private final Unit.Index index;
    private final Function<String, Optional<Trace>> traces;
    private final Predicate<Candidate> learnedFrom;
    private final Map<String, ArgumentHabits> habits = new HashMap<>();

    /** @param learnedFrom which runs may tell what an agent does whatever it is asked */
    CaseFreezer(Unit.Index index, Predicate<Candidate> learnedFrom, Function<String, Optional<Trace>> traces) {
        this.index = index;
        this.learnedFrom = learnedFrom;
        this.traces = traces;
    }

    /** Returns the case; empty if the source is gone. */
    Optional<EvalCase> freeze(Unit unit, double quality) {
        return traces.apply(unit.source().traceId())
                .map(source -> new EvalCase(
                        "recycled-" + source.traceId(),
                        source.input().orElse(unit.source().inputHead()),
                        RecordedSteps.of(source),
                        expectations(unit.source(), source),
                        provenance(unit, source, quality)));
    }

    private List<Expectation> expectations(Candidate candidate, Trace source) {
        List<Candidate> sameInput = index.sameInput(candidate);
        Optional<String> right = sameInput.stream()
                .flatMap(other -> other.said().rightAnswer().stream())
                .findFirst();
        if (right.isPresent()) {
            return Expectations.ofCorrection(
                    right.get(), candidate.said().isWrong() ? source.output() : Optional.empty());
        }
        if (!candidate.good()) {
            return Expectations.ofFailed(source);
        }
        List<Trace> good = new ArrayList<>(List.of(source));
        sameInput.stream()
                .filter(other -> other.good() && !other.traceId().equals(candidate.traceId()))
                .limit(MOST_LEARNED_FROM - 1)
                .forEach(other -> traces.apply(other.traceId()).ifPresent(good::add));
        Set<Long> wrongAnswers = new HashSet<>();
        sameInput.stream().filter(other -> !other.good()).forEach(other -> wrongAnswers.add(other.answerHash()));
        return Expectations.ofGood(good, habits.computeIfAbsent(candidate.agent(), this::habits), wrongAnswers);
    }

    private ArgumentHabits habits(String agent) {
        return new ArgumentHabits(index.goodRuns(agent, learnedFrom).stream()
                .flatMap(run -> traces
                        .apply(run.traceId())
                        .map(trace -> new ArgumentHabits.Sample(run.input().key(), PassedArguments.of(trace)))
                        .stream())
                .toList());
    }

    private static Provenance provenance(Unit unit, Trace source, double quality) {
        return new Provenance(
                source.traceId(),
                named(unit),
                source.agent(),
                source.agentVersion().orElse(null),
                unit.source().patternId(),
                unit.kinds(),
                source.startTime(),
                quality,
                new Baseline(
                        source.duration().map(CaseFreezer::milliseconds).orElse(null),
                        boxed(source.usage().totalTokens())));
    }

    private static List<String> named(Unit unit) {
        return Stream.concat(Stream.of(unit.source()), unit.runs().stream().sorted(Unit.BEST_FIRST))
                .map(Candidate::traceId)
                .distinct()
                .limit(MOST_NAMED)
                .sorted()
                .toList();
    }

    /** To the microsecond: finer figures only make lines longer. */
    private static double milliseconds(Duration duration) {
        return Math.rint(duration.toNanos() / MICROS_PER_MS) / MICROS_PER_MS;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
