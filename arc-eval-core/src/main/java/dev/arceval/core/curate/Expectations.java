package dev.arceval.core.curate;

import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a case expects, learned from recorded runs.
 *
 * <p>Good runs of one input: that the agent succeeds, and what all of them have in common: the answer if it is always the
 * same, else the facts that every answer states, the tools, and what they are always passed, for this input or for any. A failed run tells what must not
 * happen again; its answer is never expected. An answer that was recorded as expected stands in place of one that was given, and
 * what a person said the answer should have been goes before all.
 */
final class Expectations {

    /** Of longer sequences that differ, the common order of the beginnings is found; it holds for the whole ones too. */
    private static final int MOST_CALLS = 200;

    private Expectations() {}

    /**
     * Returns what good runs of one input have in common.
     *
     * @param habits what the agent does whatever it is asked
     * @param wrongAnswers hashes of answers that failed runs of the same input gave: an answer that was once judged wrong is
     *     not expected, even if a good run gave it too
     */
    static List<Expectation> ofGood(List<Trace> good, ArgumentHabits habits, Set<Long> wrongAnswers) {
        List<Expectation> expected = new ArrayList<>();
        Optional<String> recorded = good.stream()
                .flatMap(trace -> ExpectedAnswer.of(trace).stream())
                .findFirst();
        if (recorded.isPresent()) {
            expected.add(new Expectation.Answers(recorded.get()));
        } else {
            answered(good, wrongAnswers, expected);
        }
        expected.addAll(commonTools(good.stream().map(Expectations::tools).toList()));
        expected.addAll(arguments(good, habits));
        expected.add(new Expectation.Succeeds());
        return expected;
    }

    private static List<Expectation> arguments(List<Trace> good, ArgumentHabits habits) {
        List<PassedArguments> passed = good.stream().map(PassedArguments::of).toList();
        List<PassesArgument> always = ArgumentInvariants.of(good, passed);
        List<Expectation> arguments = new ArrayList<>(always);
        arguments.addAll(habits.of(passed, always));
        return arguments;
    }

    private static void answered(List<Trace> good, Set<Long> wrongAnswers, List<Expectation> expected) {
        Optional<String> answer = commonAnswer(good);
        answer.filter(text -> !wrongAnswers.contains(InputText.hashOfAnswer(text)))
                .ifPresent(text -> expected.add(new Expectation.Answers(text)));
        if (answer.isEmpty()) {
            commonFacts(good).ifPresent(expected::add);
        }
    }

    /**
     * Returns what a person's correction asks for.
     *
     * @param wrong the answer that was corrected
     */
    static List<Expectation> ofCorrection(String right, Optional<String> wrong) {
        List<Expectation> expected = new ArrayList<>(List.of(new Expectation.Answers(right)));
        wrong.filter(text -> !text.isBlank())
                .filter(text -> !isSame(text, right))
                .ifPresent(text -> expected.add(new Expectation.DoesNotAnswer(text)));
        expected.add(new Expectation.Succeeds());
        return expected;
    }

    /** Returns what a failed run teaches. */
    static List<Expectation> ofFailed(Trace failed) {
        List<Expectation> expected = new ArrayList<>();
        Optional<String> recorded = ExpectedAnswer.of(failed);
        recorded.ifPresent(right -> expected.add(new Expectation.Answers(right)));
        Outcome outcome = failed.outcome();
        if (outcome instanceof Outcome.Aborted aborted) {
            expected.add(new Expectation.AvoidsError(aborted.errorType(), null));
        } else if (outcome instanceof Outcome.Failure failure && failure.cause() == Outcome.Failure.Cause.ERROR) {
            expected.add(new Expectation.AvoidsError(failure.errorType(), failure.message()));
        } else {
            failed.output()
                    .filter(answer -> !answer.isBlank())
                    .filter(answer -> recorded.isEmpty() || !isSame(recorded.get(), answer))
                    .ifPresent(wrong -> expected.add(new Expectation.DoesNotAnswer(wrong)));
        }
        expected.add(new Expectation.Succeeds());
        return expected;
    }

    private static boolean isSame(String one, String other) {
        return InputText.hashOfAnswer(one) == InputText.hashOfAnswer(other);
    }

    private static Optional<String> commonAnswer(List<Trace> good) {
        Optional<String> first = good.get(0).output().filter(answer -> !answer.isBlank());
        return first.filter(answer -> good.stream().allMatch(trace -> sameAnswer(answer, trace)));
    }

    /** What all answers state, if every good run answered. */
    private static Optional<Expectation> commonFacts(List<Trace> good) {
        List<String> answers = good.stream()
                .flatMap(trace -> trace.output().filter(text -> !text.isBlank()).stream())
                .toList();
        List<String> facts = answers.size() == good.size() ? CommonFacts.of(answers) : List.of();
        return facts.isEmpty() ? Optional.empty() : Optional.of(new Expectation.AnswerContains(facts));
    }

    private static boolean sameAnswer(String answer, Trace trace) {
        return trace.output().filter(other -> isSame(other, answer)).isPresent();
    }

    /**
     * The strictest statement that holds for all sequences. A run without calls says nothing: its tools may not have been
     * recorded.
     */
    private static List<Expectation> commonTools(List<List<String>> sequences) {
        List<String> first = sequences.get(0);
        if (sequences.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        if (sequences.stream().allMatch(first::equals)) {
            return List.of(new CallsTools(first, Order.EXACT));
        }
        List<String> sorted = sorted(first);
        if (sequences.stream().allMatch(sequence -> sorted(sequence).equals(sorted))) {
            return List.of(new CallsTools(first, Order.ANY_ORDER));
        }
        return alwaysInOrder(sequences);
    }

    /** The calls that occur in every sequence in the same order, and each further tool that is never missing. */
    private static List<Expectation> alwaysInOrder(List<List<String>> sequences) {
        List<String> common = beginning(sequences.get(0));
        for (List<String> sequence : sequences) {
            common = longestCommonSubsequence(common, beginning(sequence));
        }
        List<Expectation> expected = new ArrayList<>();
        if (!common.isEmpty()) {
            expected.add(new CallsTools(common, Order.IN_ORDER));
        }
        for (String tool : sequences.get(0).stream().distinct().toList()) {
            if (!common.contains(tool) && sequences.stream().allMatch(sequence -> sequence.contains(tool))) {
                expected.add(new CallsTools(List.of(tool), Order.IN_ORDER));
            }
        }
        return expected;
    }

    private static List<String> tools(Trace trace) {
        return trace.toolCalls().stream().map(ToolCall::name).toList();
    }

    private static List<String> beginning(List<String> sequence) {
        return sequence.subList(0, Math.min(sequence.size(), MOST_CALLS));
    }

    private static List<String> sorted(List<String> list) {
        return list.stream().sorted().toList();
    }

    private static List<String> longestCommonSubsequence(List<String> one, List<String> two) {
        int[][] length = new int[one.size() + 1][two.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = two.size() - 1; j >= 0; j--) {
                length[i][j] = one.get(i).equals(two.get(j))
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        List<String> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() && j < two.size()) {
            if (one.get(i).equals(two.get(j))) {
                common.add(one.get(i));
                i++;
                j++;
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return Collections.unmodifiableList(common);
    }
}
