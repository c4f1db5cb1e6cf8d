package dev.arceval.eval;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
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
     * Each call of the tool passes such a value, and nothing else there. A tool that is not called passes nothing wrong.
     *
     * @param tool the tool's name
     * @param path where in its arguments: {@code $.order.id}; {@code [*]} is any place of a list
     * @param argument what is passed
     * @param runs in how many good runs it was so, and in none otherwise: with 95 % confidence it is not so in at most
     *     {@code 3 / runs} of them; 0 if nobody counted
     */
    record PassesArgument(String tool, String path, Argument argument, int runs) implements Expectation {
        public PassesArgument {
            if (runs < 0) {
                throw new IllegalArgumentException("runs must not be negative: " + runs);
            }
        }

        /** One of these values, at least one. */
        public PassesArgument(String tool, String path, List<String> values) {
            this(tool, path, new Argument.OneOf(values), 0);
        }

        @Override
        public String describe() {
            return "calls " + tool + " with " + path + " " + argument.describe()
                    + (runs == 0 ? "" : ", as in " + runs + " good runs");
        }
    }

    /** What an argument is. A string stands as it is, anything else as JSON text. */
    sealed interface Argument {

        /** Returns it as words that follow the argument's name. */
        String describe();

        /**
         * One of these.
         *
         * @param values at least one
         */
        record OneOf(List<String> values) implements Argument {
            public OneOf {
                values = requireNotEmpty("values", values);
            }

            @Override
            public String describe() {
                return String.join(
                        " or ", values.stream().map(Expectation::quoted).toList());
            }
        }

        /**
         * What was said before: as a whole word or words, ignoring case, of three or more characters.
         *
         * @param source by whom
         */
        record Stated(Source source) implements Argument {
            @Override
            public String describe() {
                return source == Source.INPUT ? "as the input states it" : "as the input or an earlier call states it";
            }
        }

        /** Who says what an argument is. */
        enum Source {
            /** The input of the run. */
            INPUT,
            /** The input, or the arguments or result of an earlier call. */
            EARLIER
        }

        /**
         * A text of this form.
         *
         * @param pattern a regular expression that the whole text matches, such as {@code [0-9]{4}-[0-9]{2}-[0-9]{2}}
         */
        record Form(String pattern) implements Argument {
            public Form {
                Pattern.compile(pattern);
            }

            /** Returns whether the text is of the form. */
            public boolean admits(String value) {
                return Pattern.matches(pattern, value);
            }

            @Override
            public String describe() {
                return "of the form " + pattern;
            }
        }

        /**
         * A number of this range.
         *
         * @param least the smallest
         * @param most the largest
         */
        record Between(double least, double most) implements Argument {
            public Between {
                if (!Double.isFinite(least) || !Double.isFinite(most) || least > most) {
                    throw new IllegalArgumentException("least must not be above most: " + least + ", " + most);
                }
            }

            /** Returns whether the text is a number of the range. */
            public boolean admits(String value) {
                try {
                    double number = Double.parseDouble(value);
                    return least <= number && number <= most;
                } catch (NumberFormatException noNumber) {
                    return false;
                }
            }

            @Override
            public String describe() {
                return "from " + plain(least) + " to " + plain(most);
            }

            private static String plain(double number) {
                return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            }
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
