package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** A scorer that looks at nothing but the answer. No answer fails, whatever was to be found in it. */
final class AnswerScorer implements Scorer {

    private final String name;
    private final BiFunction<EvalCase, String, Judgement> judge;

    private AnswerScorer(String name, BiFunction<EvalCase, String, Judgement> judge) {
        this.name = name;
        this.judge = judge;
    }

    static AnswerScorer of(String name, Function<String, Judgement> judge) {
        return new AnswerScorer(name, (expected, answer) -> judge.apply(answer));
    }

    static AnswerScorer ofCase(String name, BiFunction<EvalCase, String, Judgement> judge) {
        return new AnswerScorer(name, judge);
    }

    /**
     * Compares with the expected answer.
     *
     * @param comparable what to compare of a text, recorded or live, with a live one
     * @param judge given the expected answer and the one there is
     */
    static AnswerScorer comparing(
            String name, BinaryOperator<String> comparable, BiFunction<String, String, Judgement> judge) {
        return new AnswerScorer(
                name,
                (expected, answer) -> expected.expectedAnswer()
                        .map(text -> judge.apply(comparable.apply(text, answer), comparable.apply(answer, answer)))
                        .orElseGet(() -> Judgement.abstain("the case expects no answer text")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        String answer = observed.answer();
        if (answer != null) {
            return judge.apply(expected, answer).by(name);
        }
        // What abstains from every answer abstains from none, too.
        Judgement ofNothing = judge.apply(expected, "");
        return ofNothing.status() == Score.Status.ABSTAIN ? ofNothing.by(name) : Score.fail(name, noAnswer(observed));
    }

    static String noAnswer(Observation observed) {
        return observed.error().map(error -> "it ended in " + error).orElse("it answered nothing");
    }
}
