package dev.arceval;

import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.Quantity;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Trace;
import java.util.Collection;

/**
 * The built-in scorers, and all others on the class path by name. To be added where a replay is judged:
 *
 * <pre>{@code
 * assertThatReplay(recorded, agent)
 *         .scoredBy(Scorers.builtIn().rougeL(0.8))
 *         .scoredBy(Scorers.builtIn().toolCalls(CallMatch.IN_ORDER, ArgumentMatch.EQUAL))
 *         .meetsExpectations();
 * }</pre>
 *
 * <p>All are deterministic, thread-safe, and work without a network. Values lie between 0 and 1. A scorer that a case gives
 * nothing to compare with, such as an expected answer, abstains and says what is missing. "Answer" scorers without a text of
 * their own compare with {@link dev.arceval.eval.EvalCase#expectedAnswer()}; those of tool calls with the recorded calls,
 * and only where the case expects the recorded answer or calls, since a failed run is no example.
 *
 * <p>Texts are compared after redaction. A value of the agent's own that redaction replaced counts as equal to any of the same
 * type.
 *
 * @since 0.1
 */
public interface Scorers {

    /** Returns the built-in scorers. */
    static Scorers builtIn() {
        return Implementation.get().scorers();
    }

    /**
     * Returns the scorer with this name: one on the class path that {@link java.util.ServiceLoader} finds, or a built-in one
     * with its default settings.
     *
     * @throws IllegalArgumentException if there is none, naming those there are, or more than one
     */
    static Scorer named(String name) {
        return Implementation.get().scorer(name);
    }

    /** The answer is the expected one, character by character. Name: {@code exact}. */
    Scorer exact();

    /**
     * The answer is the expected one but for case, punctuation, white space and forms of the same character (Unicode NFKC).
     * Name: {@code normalised}.
     */
    Scorer normalised();

    /**
     * The answer holds each of these texts, or without any the expected answer, ignoring what {@link #normalised} ignores. The
     * value is the share that it holds. Name: {@code contains}.
     */
    Scorer contains(String... texts);

    /**
     * Part of the answer matches the pattern. Time is linear in the answer. Name: {@code regex}.
     *
     * @param pattern in RE2's syntax; {@code ^...$} for the whole answer
     * @throws IllegalArgumentException if it is no such pattern
     */
    Scorer regex(String pattern);

    /**
     * Each number of the expected answer is in the answer, in the same order, within a tolerance: as near as {@code absolute}, or
     * as {@code relative} times the expected number. Commas between groups of three digits are read over. The value is the share
     * of numbers found. Name: {@code numbers}; by default both tolerances are 0.
     */
    Scorer numbers(double absolute, double relative);

    /**
     * The answer is the same JSON as the expected one: order of keys, white space and the way a number is written do not count. The
     * value is the share of equal leaves. A fence of three backticks around it is taken off. Name: {@code json}.
     *
     * @param ignored fields that do not count, with what is below them: a name at any depth, or a path such as {@code $.meta.id}
     */
    Scorer json(String... ignored);

    /**
     * The answer is JSON of the same shape as the expected one: the same fields with values of the same type; an array's elements
     * are all like those of the expected one. Name: {@code json-structure}.
     */
    Scorer jsonStructure();

    /**
     * The answer is JSON that a schema allows. Name: {@code json-schema}.
     *
     * @param schema JSON Schema 2020-12 without references: {@code type}, {@code enum}, {@code const}, {@code properties},
     *     {@code required}, {@code additionalProperties}, {@code items}, {@code minItems}, {@code maxItems}, {@code minLength},
     *     {@code maxLength}, {@code pattern}, {@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum},
     *     {@code allOf}, {@code anyOf}, {@code oneOf}, {@code not}, and what only describes
     * @throws IllegalArgumentException if it is no JSON or has another keyword, naming it
     */
    Scorer jsonSchema(String schema);

    /**
     * One less the edit distance over the longer length, both in characters. Time grows with the product of the lengths; beyond
     * 20,000 times 20,000 it abstains. Source: V. Levenshtein, 1966. Name: {@code edit-similarity}; default 0.8.
     */
    Scorer editSimilarity(double atLeast);

    /**
     * F1 of the sequences of n words that both answers hold. Source: C.-Y. Lin, ROUGE, 2004. Words are lower-cased runs of letters
     * and digits, without stemming. Names: {@code rouge-1}, {@code rouge-2}; default 0.8.
     *
     * @param n words in a sequence, 1 to 4
     */
    Scorer rouge(int n, double atLeast);

    /** F1 of the longest sequence of words that both answers hold in order, not necessarily together. Name: {@code rouge-l}. */
    Scorer rougeL(double atLeast);

    /**
     * BLEU of up to four words for a single sentence: above one word, one is added to both counts; a brevity penalty. Sources: K.
     * Papineni and others, 2002; C.-Y. Lin and F. Och, 2004 (smoothing). Name: {@code bleu}; default 0.8.
     */
    Scorer bleu(double atLeast);

    /**
     * The tool calls are the recorded ones. The value is 1 or 0. Names: {@code tool-calls-exact}, {@code tool-calls-by-turn}, {@code
     * tool-calls-in-order}, {@code tool-calls-any-order}, {@code tool-calls-subset}, {@code tool-calls-superset}; by default
     * with {@link ArgumentMatch#EQUAL}.
     *
     * @param ignored arguments that do not count: a name, or a path such as {@code $.meta.id}
     */
    Scorer toolCalls(CallMatch match, ArgumentMatch arguments, String... ignored);

    /**
     * F1 of calls that have a partner in the recording, whatever the order: twice their number over the number of all calls, made and
     * recorded. Name: {@code tool-calls-f1}; default 0.8.
     */
    Scorer toolCallF1(ArgumentMatch arguments, double atLeast);

    /**
     * One less the least number of calls to add, drop or replace, over the number of calls of the longer run. Name: {@code
     * tool-calls-similarity}; default 0.8.
     */
    Scorer toolCallSimilarity(ArgumentMatch arguments, double atLeast);

    /**
     * The share of argument values that are the recorded ones, over calls brought together by name and order; a value too many counts
     * like one missing. Name: {@code tool-arguments}; default 1.
     *
     * @param ignored arguments that do not count: a name, or a path such as {@code $.meta.id}
     */
    Scorer toolArguments(double atLeast, String... ignored);

    /** The run takes no more than this. Name: {@code budget-} and the quantity, such as {@code budget-tokens}. */
    Scorer atMost(Quantity quantity, double limit);

    /**
     * The run takes no more than this many times what the recorded one took. Name: {@code budget-} and the quantity; by default once
     * for steps and calls, 1.5 times for tokens and cost, twice for the duration.
     */
    Scorer atMostTimesRecorded(Quantity quantity, double factor);

    /**
     * The run takes no more than earlier runs of the same input do: at most the value that an unchanged agent exceeds in one run of
     * twenty or more rarely, an order statistic without an assumption about their distribution. Below 19 such runs it abstains.
     * Name: {@code usual-} and the quantity.
     */
    Scorer asUsual(Quantity quantity, Collection<Trace> earlier);

    /**
     * After a tool call that failed the agent still answers, without an exception. Abstains if no call failed. Name: {@code
     * tool-errors}.
     */
    Scorer copesWithToolErrors();

    /**
     * The answer is a refusal. Found by phrases of English: a sign, not a proof. Name: {@code refusal}.
     */
    Scorer refuses();

    /** The answer is no refusal; an answer there must be. Name: {@code no-refusal}. */
    Scorer doesNotRefuse();

    /**
     * The answer gives away no personal datum or secret: nothing that the redaction finds or has replaced, unless it stands in the
     * case's input or its expected answer. Name: {@code no-leak}; default {@code Redaction.preset("balanced")}.
     */
    Scorer leaksNothing(Redaction redaction);
}
