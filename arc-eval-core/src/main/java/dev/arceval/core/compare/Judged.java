package dev.arceval.core.compare;

import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.Proportion;
import org.jspecify.annotations.Nullable;

/** Counts and sums over what one evaluation says about some runs; adding and merging give the same in any order. */
final class Judged {

    private final Moments scores = new Moments();
    private long passed;
    private long failed;
    private long ones;
    private long zeros;
    private double largest;
    private @Nullable Moments passedScores;
    private @Nullable Moments failedScores;

    void add(Judgement judgement) {
        if (judgement.passed() != null) {
            if (judgement.passed()) {
                passed++;
            } else {
                failed++;
            }
        }
        Double score = judgement.score();
        if (score != null) {
            scores.add(score);
            ones += score == 1 ? 1 : 0;
            zeros += score == 0 ? 1 : 0;
            largest = Math.max(largest, Math.abs(score));
            addToDirection(score, judgement.passed());
        }
    }

    private void addToDirection(double score, @Nullable Boolean good) {
        if (good != null && good) {
            passedScores = passedScores == null ? new Moments() : passedScores;
            passedScores.add(score);
        } else if (good != null) {
            failedScores = failedScores == null ? new Moments() : failedScores;
            failedScores.add(score);
        }
    }

    void merge(Judged other) {
        scores.merge(other.scores);
        passed += other.passed;
        failed += other.failed;
        ones += other.ones;
        zeros += other.zeros;
        largest = Math.max(largest, other.largest);
        passedScores = sum(passedScores, other.passedScores);
        failedScores = sum(failedScores, other.failedScores);
    }

    private static @Nullable Moments sum(@Nullable Moments mine, @Nullable Moments more) {
        if (more == null) {
            return mine;
        }
        Moments sum = mine == null ? new Moments() : mine;
        sum.merge(more);
        return sum;
    }

    /** Returns the scores of the runs that have one. */
    Moments scores() {
        return scores;
    }

    /** Runs that failed, among those with a label that says so or the opposite. */
    Proportion failedByLabel() {
        return new Proportion(failed, passed + failed);
    }

    /** Runs scored {@code bad}, which is 0 or 1, among those scored 0 or 1. */
    Proportion scored(int bad) {
        return new Proportion(bad == 0 ? zeros : ones, zeros + ones);
    }

    boolean isBinary() {
        return ones + zeros == scores.count();
    }

    boolean hasScores() {
        return scores.count() > 0;
    }

    boolean hasLabels() {
        return passed + failed > 0;
    }

    /**
     * Whether passing runs have the lower scores. A score of yes or no shows it even where all runs pass or all fail; without
     * labels higher is better.
     */
    static boolean isLowerBetter(Judged before, Judged after) {
        Moments passed = sum(sum(null, before.passedScores), after.passedScores);
        Moments failed = sum(sum(null, before.failedScores), after.failedScores);
        double middle = before.isBinary() && after.isBinary() ? 0.5 : Double.NaN;
        return mean(passed, middle) < mean(failed, middle);
    }

    private static double mean(@Nullable Moments values, double otherwise) {
        return values == null ? otherwise : values.mean().orElse(otherwise);
    }

    /** Returns the largest size of a score. */
    double largest() {
        return largest;
    }
}
