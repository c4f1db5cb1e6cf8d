package dev.arceval.core.compare;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluations of one name say about a run.
 *
 * @param score the mean of the scores
 * @param passed whether no label says that it failed; absent without a label that says either
 */
record Judgement(@Nullable Double score, @Nullable Boolean passed) {

    /** Larger scores have no square a sum could hold, and no meaning. */
    private static final double LARGEST = 1e9;

    /** Returns what is said about a run, by the name of the evaluation. */
    static Map<String, Judgement> of(Trace trace) {
        Map<String, Draft> drafts = new TreeMap<>();
        for (Evaluation evaluation : trace.evaluations()) {
            drafts.computeIfAbsent(evaluation.name(), name -> new Draft()).add(evaluation);
        }
        Map<String, Judgement> judgements = new TreeMap<>();
        drafts.forEach((name, draft) -> judgements.put(name, draft.judgement()));
        return judgements;
    }

    private static final class Draft {
        private double sum;
        private int scores;
        private boolean passed = true;
        private boolean labelled;

        void add(Evaluation evaluation) {
            Double score = evaluation.score();
            if (score != null && Math.abs(score) <= LARGEST) {
                sum += score;
                scores++;
            }
            evaluation.passed().ifPresent(good -> {
                labelled = true;
                passed &= good;
            });
        }

        Judgement judgement() {
            return new Judgement(scores == 0 ? null : sum / scores, labelled ? passed : null);
        }
    }
}
