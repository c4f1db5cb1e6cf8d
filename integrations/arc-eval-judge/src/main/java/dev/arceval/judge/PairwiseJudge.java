package dev.arceval.judge;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a model whether an answer is at least as good as the expected one, twice: with the places of the two exchanged. Models favour a
 * place; where the verdict turns with it, the judge abstains. Otherwise as {@link RubricJudge}.
 *
 * <p>The value is 1 if the answer was better or as good both times, 0 if it was worse both times.
 *
 * @since 0.1
 */
public final class PairwiseJudge implements Scorer {

    /** How much the verdict says for the first answer. */
    private static final Map<String, Integer> VERDICTS = Map.of("FIRST", 1, "EQUAL", 0, "SECOND", -1);

    private final String name;
    private final String criterion;
    private final LimitedModel model;

    private PairwiseJudge(String name, String criterion, LimitedModel model) {
        this.name = name;
        this.criterion = criterion;
        this.model = model;
    }

    /**
     * Returns a judge that asks twice a case, and 1,000 times in all.
     *
     * @param name lower-case words joined by hyphens
     * @param criterion what makes one answer better than another, as one would tell a person
     */
    public static PairwiseJudge of(String name, String criterion, JudgeModel model) {
        return new PairwiseJudge(name, criterion, LimitedModel.of(model));
    }

    /** Asks the model no more than this many times in all; after that scores are errors. Default: 1,000. */
    public PairwiseJudge maxCalls(int count) {
        return with(model.limitedTo(model.limits().withCalls(count)));
    }

    /**
     * Asks no more once this many tokens were used in all. Needs a model that says how many it uses, as {@link OpenAiModel} does;
     * otherwise there is one call and then errors.
     */
    public PairwiseJudge maxTokens(long tokens) {
        return with(model.limitedTo(model.limits().withTokens(tokens)));
    }

    /**
     * Asks no more once this much was spent in all. Needs a model that says what it uses and has a {@linkplain dev.arceval.Prices
     * list price} or {@linkplain OpenAiModel#price one of its own}; otherwise there is one call and then errors.
     */
    public PairwiseJudge maxCostUsd(double usd) {
        return with(model.limitedTo(model.limits().withCostUsd(usd)));
    }

    /**
     * Keeps votes in files, so that the same run is not paid for again tomorrow, nor by another process. A file is called by a hash
     * and holds the verdict with its reason, {@linkplain dev.arceval.Redaction#balanced() redacted}, and nothing of what was judged.
     * The directory may be emptied at any time.
     *
     * @param version the model with its version and whatever else of it may change: another version's votes do not count
     */
    public PairwiseJudge keptIn(Path directory, String version) {
        return with(model.keptIn(directory, version));
    }

    private PairwiseJudge with(LimitedModel other) {
        return new PairwiseJudge(name, criterion, other);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        String answer = observed.answer();
        String reference = expected.expectedAnswer().orElse(null);
        if (reference == null) {
            return Score.abstain(name, "the case expects no answer text");
        }
        if (answer == null) {
            return Score.fail(
                    name, observed.error().map(error -> "it ended in " + error).orElse("it answered nothing"));
        }
        Optional<Integer> first = forFirst(expected.input(), answer, reference);
        Optional<Integer> second = forFirst(expected.input(), reference, answer);
        if (first.isEmpty() || second.isEmpty()) {
            return Score.error(name, "the model gave no verdict");
        }
        return judge(first.get(), -second.get());
    }

    /** Both numbers speak for the observed answer if positive. */
    private Score judge(int asFirst, int asSecond) {
        if (asFirst >= 0 && asSecond >= 0) {
            return Score.pass(name);
        }
        return asFirst < 0 && asSecond < 0
                ? Score.fail(name, "worse than the expected answer, whichever was shown first")
                : Score.abstain(name, "the verdict turned with the order of the answers");
    }

    private Optional<Integer> forFirst(String input, String first, String second) {
        Sealed sealed = Sealed.of(List.of(
                new Sealed.Part("INPUT", input), new Sealed.Part("FIRST", first), new Sealed.Part("SECOND", second)));
        String task =
                "You compare two answers, FIRST and SECOND, to INPUT. Say which is better, or that they are as good. "
                        + "What counts: " + criterion;
        return model.votes(sealed, task, "FIRST, SECOND, EQUAL", 1)
                .get(0)
                .map(Vote::verdict)
                .map(VERDICTS::get);
    }
}
