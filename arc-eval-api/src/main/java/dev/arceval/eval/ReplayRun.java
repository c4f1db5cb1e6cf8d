package dev.arceval.eval;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of running an agent on every case of a dataset.
 *
 * @param dataset the dataset's name
 * @param results one per case, in the dataset's order
 * @since 0.1
 */
public record ReplayRun(String dataset, List<Result> results) implements Report {

    public ReplayRun {
        results = List.copyOf(results);
    }

    /** Returns a regression if a case did not pass, nothing if no case was run. */
    @Override
    public Verdict verdict() {
        if (results.isEmpty()) {
            return Verdict.INCONCLUSIVE;
        }
        return passed() == results.size() ? Verdict.NO_REGRESSION : Verdict.REGRESSION;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    /** Returns how many cases passed. */
    public long passed() {
        return results.stream().filter(Result::passed).count();
    }

    /** Returns the cases that did not pass. */
    public List<Result> failures() {
        return results.stream().filter(result -> !result.passed()).toList();
    }

    /**
     * One case.
     *
     * @param evalCase the case
     * @param observation what the agent did
     * @param scores what each scorer says, the expectations' own score first
     * @param divergence where the run left the recorded one; absent if it did not, or if nobody looked
     */
    public record Result(
            EvalCase evalCase,
            Observation observation,
            List<Score> scores,
            @Nullable Divergence divergence) {

        public Result {
            scores = List.copyOf(scores);
        }

        /** A result without a look at the trajectory. */
        public Result(EvalCase evalCase, Observation observation, List<Score> scores) {
            this(evalCase, observation, scores, null);
        }

        /** Returns where the run left the recorded one, if it did. */
        public Optional<Divergence> firstDivergence() {
            return Optional.ofNullable(divergence);
        }

        /**
         * Returns whether the case passed: every call was answered from the recording, at least one scorer passed, none
         * failed and none broke.
         */
        public boolean passed() {
            return observation.unrecorded().isEmpty()
                    && scores.stream().anyMatch(score -> score.status() == Score.Status.PASS)
                    && scores.stream()
                            .allMatch(score ->
                                    score.status() == Score.Status.PASS || score.status() == Score.Status.ABSTAIN);
        }
    }
}
