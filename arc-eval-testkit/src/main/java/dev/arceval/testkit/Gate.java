package dev.arceval.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Judges a {@link RecycledTraces} method by how often its cases pass, for agents that do not always do the same. Beside it, a run
 * that fails is no failure: it counts.
 *
 * <p>The cases are run in rounds, one after the other, until the answer is certain, the repeats are used up or a budget is
 * spent. A last test named {@code gate} carries the answer: it passes, fails, or is skipped as {@code INCONCLUSIVE}. A run
 * that did not pass is shown as skipped, with its reason.
 *
 * <p>To be certain with the defaults takes about sixty runs in a row that pass, all cases together; fewer for a lower {@link
 * #passRate}. The verdict holds however early it comes.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.SAME_THREAD)
public @interface Gate {

    /** How often a case is run at most, from 1 to 1,000. */
    int repeats() default 20;

    /** The least share of passed runs that is good enough, between 0 and 1. */
    double passRate() default 0.9;

    /** How sure the verdict must be, between 0 and 1. */
    double confidence() default 0.95;

    /** How long it may take, as in {@code PT5M}; a round once begun is finished. No limit by default. */
    String budget() default "";

    /** How many runs there may be, all cases together; a round once begun is finished, as with each budget. */
    long maxRuns() default Long.MAX_VALUE;

    /**
     * How many tokens the runs may use together. Calls of the real model count that the replay sees and that say what they took;
     * a run that does not say it ends the gate, since the budget could not be kept.
     */
    long maxTokens() default Long.MAX_VALUE;

    /** What the runs may cost together in US dollars, by what their calls state or by list price; otherwise as {@link #maxTokens}. */
    double maxCostUsd() default Double.POSITIVE_INFINITY;

    /** What to do if neither answer is certain. */
    WhenInconclusive whenInconclusive() default WhenInconclusive.SKIP;

    /**
     * The name of a baseline: the runs are also compared with those kept under it in {@code src/test/arc-eval/baselines}, and a
     * fall fails the gate, whatever the pass rate. The configuration parameter {@code arceval.baselines} names another
     * directory. With {@code -Darceval.update=true} the runs become the baseline.
     */
    String baseline() default "";

    /** What to do if neither answer is certain. */
    enum WhenInconclusive {
        /** The gate is shown as skipped. */
        SKIP,
        /** The gate fails. */
        FAIL
    }
}
