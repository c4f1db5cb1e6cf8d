package dev.arceval.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replayed agent must do. A closed set, so that files, scorers and reports agree on the meaning.
 *
 * <p>A case made from a failed run never expects that run's answer: it carries {@link AvoidsError}, {@link
 * DoesNotAnswer} or {@link Succeeds} instead, until a person or a good run of the same input says what is right.
 *
 * @since 0.1
 */
public sealed interface Expectation {

    /** Returns the expectation as a sentence that completes "the agent ...". */
    String describe();

    /**
     * The answer is this text, ignoring differences in white space.
     *
     * @param text the expected answer
     */
    record Answers(String text) implements Expectation {
        @Override
        public String describe() {
            return "answers " + quoted(text);
        }
    }

    /**
     * The answer holds each of these texts, ignoring case and differences in white space.
     *
     * @param texts at least one
     */
    record AnswerContains(List<String> texts) implements Expectation {
        public AnswerContains {
            texts = requireNotEmpty("texts", texts);
        }

        @Override
        public String describe() {
            return "answers with "
                    + String.join(", ", texts.stream().map(Expectation::quoted).toList());
        }
    }

    /**
     * The answer holds none of these texts, ignoring case and differences in white space.
     *
     * @param texts at least one
     */
    record AnswerLacks(List<String> texts) implements Expectation {
        public AnswerLacks {
            texts = requireNotEmpty("texts", texts);
        }

        @Override
        public String describe() {
            return "answers without "
                    + String.join(", ", texts.stream().map(Expectation::quoted).toList());
        }
    }

    /**
     * The answer is not this text, which is known to be wrong.
     *
     * @param text the wrong answer
     */
    record DoesNotAnswer(String text) implements Expectation {
        @Override
        public String describe() {
            return "does not answer " + quoted(text);
        }
    }

    /**
     * These tools are called.
     *
     * @param tools tool names; a name stands as often as the tool is to be called
     * @param order how strict the comparison is
     */
    record CallsTools(List<String> tools, Order order) implements Expectation {
        public CallsTools {
            tools = List.copyOf(tools);
        }

        @Override
        public String describe() {
            String names = tools.isEmpty() ? "no tool" : String.join(", ", tools);
            return switch (order) {
                case EXACT -> "calls exactly " + names + " in this order";
                case IN_ORDER -> "calls " + names + " in this order, others in between allowed";
                case ANY_ORDER -> "calls exactly " + names + " in any order";
            };
        }
    }

    /** How a sequence of calls is compared. */
    enum Order {
        /** The same calls in the same order, nothing else. */
        EXACT,
        /** The expected calls in the expected order; further calls may lie in between. */
        IN_ORDER,
        /** The same calls as often, in whatever order, nothing else. */
        ANY_ORDER
    }

    /**
     * Each call of the tool passes one of these values, and nothing else there. A tool that is not called passes nothing wrong.
     *
     * @param tool the tool's name
     * @param path where in its arguments: {@code $.order.id}; {@code [*]} is any place of a list
     * @param values at least one; a string as it is, anything else as JSON text
     */
    record PassesArgument(String tool, String path, List<String> values) implements Expectation {
        public PassesArgument {
            values = requireNotEmpty("values", values);
        }

        @Override
        public String describe() {
            return "calls " + tool + " with " + path + " "
                    + String.join(
                            " or ", values.stream().map(Expectation::quoted).toList());
        }
    }

    /**
     * The tool is never called.
     *
     * @param tool the tool's name
     */
    record NeverCalls(String tool) implements Expectation {
        @Override
        public String describe() {
            return "never calls " + tool;
        }
    }

    /**
     * No more tool calls than this.
     *
     * @param limit zero or more
     */
    record AtMostToolCalls(int limit) implements Expectation {
        public AtMostToolCalls {
            if (limit < 0) {
                throw new IllegalArgumentException("limit must not be negative: " + limit);
            }
        }

        @Override
        public String describe() {
            return "makes at most " + limit + " tool calls";
        }
    }

    /** The agent ends without an exception. */
    record Succeeds() implements Expectation {
        @Override
        public String describe() {
            return "ends without an error";
        }
    }

    /**
     * The agent does not end in this error again; another error does not count.
     *
     * @param errorType the error's type as recorded, or the simple name of the exception class
     * @param message the recorded message, for the reader
     */
    record AvoidsError(String errorType, @Nullable String message) implements Expectation {
        @Override
        public String describe() {
            return "does not end in " + errorType + (message == null ? "" : " (" + message + ")");
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static List<String> requireNotEmpty(String name, List<String> list) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return List.copyOf(list);
    }
}
