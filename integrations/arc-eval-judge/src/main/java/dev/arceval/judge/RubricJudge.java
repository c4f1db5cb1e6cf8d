package dev.arceval.judge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a model whether an answer meets a rubric. Immutable settings; answers of the model are remembered, so that the same run is not
 * paid for twice.
 *
 * <p>The model is asked an odd number of times; the majority decides, and the value is the share of votes for passing. A vote that the
 * model does not want to give ("UNKNOWN") counts for neither; without a majority the judge abstains. An answer without a verdict is an
 * error, as is the end of the budget: neither says anything about the agent.
 *
 * <p>Input and answer are the words of strangers. They stand between marks made of their hash, which they cannot contain, and only a
 * last line with that mark is a verdict. That keeps a text from ending its own quotation or writing the verdict itself; it does not
 * keep a model from being persuaded.
 *
 * @since 0.1
 */
public final class RubricJudge implements Scorer {

    private static final int DEFAULT_CALLS = 1_000;

    private final String name;
    private final String rubric;
    private final LimitedModel model;
    private final int votes;

    private RubricJudge(String name, String rubric, LimitedModel model, int votes) {
        this.name = name;
        this.rubric = rubric;
        this.model = model;
        this.votes = votes;
    }

    /**
     * Returns a judge that asks once a case, and 1,000 times in all.
     *
     * @param name lower-case words joined by hyphens
     * @param rubric when an answer passes, as one would tell a person
     */
    public static RubricJudge of(String name, String rubric, JudgeModel model) {
        return new RubricJudge(name, rubric, new LimitedModel(model, DEFAULT_CALLS), 1);
    }

    /** Asks this many times and lets the majority decide; an odd number. Worth its price only if the model's answers vary. */
    public RubricJudge votes(int count) {
        if (count < 1 || count % 2 == 0) {
            throw new IllegalArgumentException("votes must be a positive odd number: " + count);
        }
        return new RubricJudge(name, rubric, model, count);
    }

    /** Asks the model no more than this many times in all; after that scores are errors. */
    public RubricJudge maxCalls(int count) {
        return new RubricJudge(name, rubric, model.withMaxCalls(count), votes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        String answer = observed.answer();
        if (answer == null) {
            return Score.fail(
                    name, observed.error().map(error -> "it ended in " + error).orElse("it answered nothing"));
        }
        List<Sealed.Part> parts = new ArrayList<>();
        parts.add(new Sealed.Part("INPUT", expected.input()));
        expected.expectedAnswer().ifPresent(text -> parts.add(new Sealed.Part("REFERENCE", text)));
        parts.add(new Sealed.Part("ANSWER", answer));
        return tally(Sealed.of(parts));
    }

    private Score tally(Sealed sealed) {
        String task = "You judge the ANSWER of an assistant to INPUT. It passes if: " + rubric;
        int passes = 0;
        int failures = 0;
        String reason = "";
        for (String reply : model.answers(sealed.prompt(task, "PASS, FAIL, UNKNOWN"), votes)) {
            Optional<String> verdict = sealed.verdict(reply);
            if (verdict.isEmpty() || !List.of("PASS", "FAIL", "UNKNOWN").contains(verdict.get())) {
                return Score.error(name, "the model gave no verdict");
            }
            passes += verdict.get().equals("PASS") ? 1 : 0;
            if (verdict.get().equals("FAIL")) {
                failures++;
                reason = reply.strip().lines().findFirst().orElse("");
            }
        }
        if (passes == failures) {
            return Score.abstain(name, passes + " of " + votes + " votes for passing, " + failures + " against");
        }
        double share = passes / (double) (passes + failures);
        return passes > failures
                ? new Score(name, Score.Status.PASS, share, "")
                : new Score(name, Score.Status.FAIL, share, failures + " of " + votes + " votes against: " + reason);
    }
}
