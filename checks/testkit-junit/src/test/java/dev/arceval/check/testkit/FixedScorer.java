package dev.arceval.check.testkit;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;

/** Says the same about everything. */
record FixedScorer(String name, Score score) implements Scorer {

    @Override
    public Score score(EvalCase expected, Observation observed) {
        return score;
    }
}
