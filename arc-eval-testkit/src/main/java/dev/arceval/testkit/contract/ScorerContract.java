package dev.arceval.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.eval.Score.Status;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Scorer} must do. Extend it and give the scorer, a case, and what a good and a bad run of it look like:
 *
 * <pre>{@code
 * final class PolitenessScorerTest extends ScorerContract {
 *     @Override
 *     protected Scorer scorer() {
 *         return new PolitenessScorer();
 *     }
 *
 *     @Override
 *     protected EvalCase evalCase() {
 *         return Cases.greeting();
 *     }
 *
 *     @Override
 *     protected Observation good() {
 *         return Cases.answered("Good morning!");
 *     }
 *
 *     @Override
 *     protected Observation bad() {
 *         return Cases.answered("What now.");
 *     }
 * }
 * }</pre>
 *
 * <p>A scorer that asks a model is given a model here that answers from a script: the contract asks for the same score for
 * the same run.
 *
 * @since 0.1
 */
public abstract class ScorerContract {

    /** Returns the scorer under test; called once a test. */
    protected abstract Scorer scorer();

    /** Returns a case that the scorer has an opinion on. */
    protected abstract EvalCase evalCase();

    /** Returns a run of {@link #evalCase()} that the scorer passes. */
    protected abstract Observation good();

    /** Returns a run of {@link #evalCase()} that the scorer fails. */
    protected abstract Observation bad();

    @Test
    void name_isLowerCaseWordsJoinedByHyphens() {
        String name = scorer().name();
        assertTrue(isName(name), () -> "not lower-case words joined by hyphens: " + name);
        assertEquals(name, scorer().name());
    }

    @Test
    void score_passesAGoodRun() {
        assertEquals(Status.PASS, scorer().score(evalCase(), good()).status());
    }

    @Test
    void score_failsABadRun_andSaysWhy() {
        Score score = scorer().score(evalCase(), bad());
        assertEquals(Status.FAIL, score.status());
        assertFalse(score.explanation().isBlank(), "a failure is explained");
    }

    @Test
    void score_isNotHigherForABadRunThanForAGoodOne() {
        Double good = scorer().score(evalCase(), good()).value();
        Double bad = scorer().score(evalCase(), bad()).value();
        if (good != null && bad != null) {
            assertTrue(bad <= good, () -> bad + " for the bad run, " + good + " for the good one");
        }
    }

    @Test
    void score_carriesTheScorersName() {
        Scorer scorer = scorer();
        assertEquals(scorer.name(), scorer.score(evalCase(), good()).scorer());
        assertEquals(scorer.name(), scorer.score(evalCase(), bad()).scorer());
    }

    @Test
    void score_ofTheSameRunIsTheSame() {
        Scorer scorer = scorer();
        Score first = scorer.score(evalCase(), bad());
        scorer.score(evalCase(), good());
        assertEquals(first, scorer.score(evalCase(), bad()));
    }

    @Test
    void score_isTheSameFromSeveralThreads() throws Exception {
        Scorer scorer = scorer();
        Score alone = scorer.score(evalCase(), good());
        for (Score score : Threads.runTogether(() -> scorer.score(evalCase(), good()))) {
            assertEquals(alone, score);
        }
    }

    @Test
    void score_ofARunThatEndedInAnErrorIsNotAScorersError() {
        Observation broken = new Observation(
                null, "java.lang.IllegalStateException", "no stock", List.of(), List.of(), Duration.ofMillis(1));
        assertNotEquals(Status.ERROR, scorer().score(evalCase(), broken).status());
    }

    @Test
    void score_ofARunWithoutAnswerIsNotAScorersError() {
        Observation silent = new Observation(null, null, null, List.of(), List.of(), Duration.ZERO);
        assertNotEquals(Status.ERROR, scorer().score(evalCase(), silent).status());
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '-'
                && name.charAt(name.length() - 1) != '-'
                && !name.contains("--")
                && name.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
}
