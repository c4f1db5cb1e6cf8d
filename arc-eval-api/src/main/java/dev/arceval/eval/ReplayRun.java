package dev.arceval.eval;

import java.util.List;

/**
 * The result of running an agent on every case of a dataset.
 *
 * @param dataset the dataset's name
 * @param results one per case, in the dataset's order
 * @since 0.1
 */
public record ReplayRun(String dataset, List<Result> results) {

    public ReplayRun {
        results = List.copyOf(results);
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
     */
    public record Result(EvalCase evalCase, Observation observation, List<Score> scores) {

        public Result {
            scores = List.copyOf(scores);
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
