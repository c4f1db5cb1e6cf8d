package dev.arceval.eval;

import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation case: an input, what tools and models answered when it was recorded, and what is expected.
 *
 * @param id unique in its dataset and stable: the same run gives the same id
 * @param input what the agent is asked
 * @param steps the recorded calls of tools and models with their results, in order: what a replay answers from
 * @param expectations what the agent must do; at least one
 * @param provenance where the case comes from
 * @since 0.1
 */
public record EvalCase(
        String id, String input, List<? extends Step> steps, List<Expectation> expectations, Provenance provenance) {

    public EvalCase {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("case id must not be empty");
        }
        if (expectations.isEmpty()) {
            throw new IllegalArgumentException("case " + id + " expects nothing");
        }
        steps = List.copyOf(steps);
        expectations = List.copyOf(expectations);
    }

    /** Returns the recorded tool calls, in order. */
    public List<ToolCall> toolCalls() {
        return Steps.of(ToolCall.class, steps);
    }

    /** Returns the recorded model calls, in order; none if the model is to be asked anew. */
    public List<ModelCall> modelCalls() {
        return Steps.of(ModelCall.class, steps);
    }

    /** Returns the expected answer, if the case expects one. */
    public Optional<String> expectedAnswer() {
        return expectations.stream()
                .filter(Expectation.Answers.class::isInstance)
                .map(expectation -> ((Expectation.Answers) expectation).text())
                .findFirst();
    }

    /** Returns this case with other expectations: a person's correction, for example. */
    public EvalCase withExpectations(List<Expectation> other) {
        return new EvalCase(id, input, steps, other, provenance);
    }

    /** Returns this case with other recorded calls. */
    public EvalCase withSteps(List<? extends Step> other) {
        return new EvalCase(id, input, other, expectations, provenance);
    }

    /** Returns this case under another id. */
    public EvalCase withId(String other) {
        return new EvalCase(other, input, steps, expectations, provenance);
    }

    @Override
    public String toString() {
        return id;
    }

    /**
     * Where a case comes from.
     *
     * @param traceId the run whose input and tool results it holds
     * @param standsFor the runs it stands for, itself included, by id: those with the same input and structure, and failed
     *     ones with the same input that it replaces; at most 100, the good and then the newest
     * @param agent whose runs they are
     * @param agentVersion the version that was recorded
     * @param patternId the pattern of the run
     * @param kinds what those of the runs show that were asked for
     * @param recordedAt when the run started
     * @param quality the best quality among them when it was chosen
     * @param baseline what the recorded run took
     */
    public record Provenance(
            String traceId,
            List<String> standsFor,
            String agent,
            @Nullable String agentVersion,
            @Nullable String patternId,
            Set<TracePattern.Kind> kinds,
            Instant recordedAt,
            double quality,
            Baseline baseline) {

        public Provenance {
            standsFor = List.copyOf(standsFor);
            kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        }
    }

    /**
     * What the recorded run took. A figure that was not recorded is absent.
     *
     * @param durationMs wall time in milliseconds
     * @param totalTokens input and output tokens
     */
    public record Baseline(
            @Nullable Double durationMs, @Nullable Long totalTokens) {

        public OptionalDouble duration() {
            return durationMs == null ? OptionalDouble.empty() : OptionalDouble.of(durationMs);
        }

        public OptionalLong tokens() {
            return totalTokens == null ? OptionalLong.empty() : OptionalLong.of(totalTokens);
        }
    }
}
