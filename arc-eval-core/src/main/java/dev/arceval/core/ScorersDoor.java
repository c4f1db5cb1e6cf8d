package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.Scorers;
import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.score.AnswerScorers;
import dev.arceval.core.score.BudgetScorer;
import dev.arceval.core.score.ToolCallScorer;
import dev.arceval.core.score.ToolErrorScorer;
import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.Quantity;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The door to the built-in scorers. */
final class ScorersDoor implements Scorers {

    private final AnswerScorers answers = new AnswerScorers(ScorersDoor::comparable);

    /** A live value that redaction replaced has no equal in the recording: there the types are compared. */
    private static String comparable(String text, String live) {
        return PseudonymNumbers.hasKeyed(live) ? PseudonymNumbers.typesOnly(text) : text;
    }

    @Override
    public Scorer exact() {
        return answers.exact();
    }

    @Override
    public Scorer normalised() {
        return answers.normalised();
    }

    @Override
    public Scorer contains(String... texts) {
        return answers.contains(List.of(texts));
    }

    @Override
    public Scorer regex(String pattern) {
        return answers.regex(pattern);
    }

    @Override
    public Scorer numbers(double absolute, double relative) {
        return answers.numbers(absolute, relative);
    }

    @Override
    public Scorer json(String... ignored) {
        return answers.json(Set.of(ignored));
    }

    @Override
    public Scorer jsonStructure() {
        return answers.jsonStructure();
    }

    @Override
    public Scorer jsonSchema(String schema) {
        return answers.jsonSchema(schema);
    }

    @Override
    public Scorer editSimilarity(double atLeast) {
        return answers.editSimilarity(atLeast);
    }

    @Override
    public Scorer rouge(int n, double atLeast) {
        return answers.rouge(n, atLeast);
    }

    @Override
    public Scorer rougeL(double atLeast) {
        return answers.rougeL(atLeast);
    }

    @Override
    public Scorer bleu(double atLeast) {
        return answers.bleu(atLeast);
    }

    @Override
    public Scorer toolCalls(CallMatch match, ArgumentMatch arguments, String... ignored) {
        return ToolCallScorer.matching(match, arguments, Set.of(ignored));
    }

    @Override
    public Scorer toolCallF1(ArgumentMatch arguments, double atLeast) {
        return ToolCallScorer.f1(arguments, atLeast);
    }

    @Override
    public Scorer toolCallSimilarity(ArgumentMatch arguments, double atLeast) {
        return ToolCallScorer.similarity(arguments, atLeast);
    }

    @Override
    public Scorer toolArguments(double atLeast, String... ignored) {
        return ToolCallScorer.arguments(atLeast, Set.of(ignored));
    }

    @Override
    public Scorer atMost(Quantity quantity, double limit) {
        return BudgetScorer.atMost(quantity, limit);
    }

    @Override
    public Scorer atMostTimesRecorded(Quantity quantity, double factor) {
        return BudgetScorer.atMostTimesRecorded(quantity, factor);
    }

    @Override
    public Scorer asUsual(Quantity quantity, Collection<Trace> earlier) {
        return BudgetScorer.asUsual(quantity, earlier);
    }

    @Override
    public Scorer copesWithToolErrors() {
        return new ToolErrorScorer();
    }

    @Override
    public Scorer refuses() {
        return AnswerScorers.refuses();
    }

    @Override
    public Scorer doesNotRefuse() {
        return AnswerScorers.doesNotRefuse();
    }

    @Override
    public Scorer leaksNothing(Redaction redaction) {
        TextRedactor redactor = TextRedactor.of(
                RedactionDoor.behind(redaction).policy(), Pseudonyms.keyed(RedactionKey.of(new byte[32])));
        return AnswerScorers.leaksNothing(text -> SensitiveValues.in(text, redactor), PseudonymNumbers::hasKeyed);
    }
}
