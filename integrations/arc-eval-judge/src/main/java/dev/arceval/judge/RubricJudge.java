package dev.arceval.judge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<String> VERDICTS = Set.of("PASS", "FAIL", "UNKNOWN");

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
        return new RubricJudge(name, rubric, LimitedModel.of(model), 1);
    }

    /** Asks this many times and lets the majority decide; an odd number. Worth its price only if the model's answers vary. */
    public RubricJudge votes(int count) {
        if (count < 1 || count % 2 == 0) {
            throw new IllegalArgumentException("votes must be a positive odd number: " + count);
        }
        return new RubricJudge(name, rubric, model, count);
    }

    /** Asks the model no more than this many times in all; after that scores are errors. Default: 1,000. */
    public RubricJudge maxCalls(int count) {
        return with(model.limitedTo(model.limits().withCalls(count)));
    }

    /**
     * Asks no more once this many tokens were used in all. Needs a model that says how many it uses, as {@link OpenAiModel} does;
     * otherwise there is one call and then errors.
     */
    public RubricJudge maxTokens(long tokens) {
        return with(model.limitedTo(model.limits().withTokens(tokens)));
    }

    /**
     * Asks no more once this much was spent in all. Needs a model that says what it uses and has a {@linkplain dev.arceval.Prices
     * list price} or {@linkplain OpenAiModel#price one of its own}; otherwise there is one call and then errors.
     */
    public RubricJudge maxCostUsd(double usd) {
        return with(model.limitedTo(model.limits().withCostUsd(usd)));
    }

    /**
     * Keeps votes in files, so that the same run is not paid for again tomorrow, nor by another process. A file is called by a hash
     * and holds the verdict with its reason, {@linkplain dev.arceval.Redaction#balanced() redacted}, and nothing of what was judged.
     * The directory may be emptied at any time.
     *
     * @param version the model with its version and whatever else of it may change: another version's votes do not count
     */
    public RubricJudge keptIn(Path directory, String version) {
        return with(model.keptIn(directory, version));
    }

    private RubricJudge with(LimitedModel other) {
        return new RubricJudge(name, rubric, other, votes);
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
        for (Optional<Vote> vote : model.votes(sealed, task, "PASS, FAIL, UNKNOWN", votes)) {
            String verdict = vote.map(Vote::verdict).orElse("");
            if (!VERDICTS.contains(verdict)) {
                return Score.error(name, "the model gave no verdict");
            }
            passes += verdict.equals("PASS") ? 1 : 0;
            if (verdict.equals("FAIL")) {
                failures++;
                reason = vote.orElseThrow().reason();
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
