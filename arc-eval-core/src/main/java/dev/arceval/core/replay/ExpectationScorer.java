package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.Excerpt;
import dev.arceval.core.json.SaidSoFar;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a case's own expectations. Passes if all are met and every call was answered from the recording; the value is the
 * share of expectations met. The explanation has one paragraph for each that is not, with the first difference.
 */
public final class ExpectationScorer implements Scorer {

    /** The name under which the score is reported. */
    public static final String NAME = "expectations";

    private static final int MAX_QUOTE = 120;

    private final Likeness likeness;

    /** @param likeness what to make of pseudonyms in answers; observed ones are redacted already */
    public ExpectationScorer(Likeness likeness) {
        this.likeness = likeness;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        List<String> broken = new ArrayList<>();
        for (Expectation expectation : expected.expectations()) {
            unmet(expectation, expected.input(), observed).ifPresent(broken::add);
        }
        int all = expected.expectations().size();
        double met = (all - broken.size()) / (double) all;
        observed.unrecorded().forEach(call -> broken.add("makes only recorded calls: " + call));
        return broken.isEmpty()
                ? Score.pass(NAME)
                : new Score(NAME, Score.Status.FAIL, met, "expected that the agent " + String.join("\n", broken));
    }

    private Optional<String> unmet(Expectation expectation, String input, Observation observed) {
        return difference(expectation, input, observed)
                .map(difference -> Excerpt.start(expectation.describe(), MAX_QUOTE) + ": " + difference);
    }

    private Optional<String> difference(Expectation expectation, String input, Observation observed) {
        // An if for each kind: pattern matching in switch is newer than the Java we compile for.
        if (expectation instanceof Expectation.Answers answers) {
            return answers(answers.text(), observed);
        }
        if (expectation instanceof Expectation.AnswerContains contains) {
            return contains(contains.texts(), observed);
        }
        if (expectation instanceof Expectation.AnswerLacks lacks) {
            return lacks(lacks.texts(), observed);
        }
        if (expectation instanceof Expectation.DoesNotAnswer wrong) {
            return doesNotAnswer(wrong.text(), observed);
        }
        if (expectation instanceof Expectation.CallsTools calls) {
            return ToolOrder.difference(calls, names(observed));
        }
        if (expectation instanceof Expectation.PassesArgument passes) {
            return passes(passes, input, observed);
        }
        if (expectation instanceof Expectation.NeverCalls never) {
            int at = names(observed).indexOf(never.tool());
            return at < 0 ? Optional.empty() : Optional.of("call " + (at + 1) + " is " + never.tool());
        }
        if (expectation instanceof Expectation.AtMostToolCalls most) {
            return atMost(most.limit(), names(observed));
        }
        if (expectation instanceof Expectation.AvoidsError avoids) {
            return avoids(avoids, observed);
        }
        return observed.error().map(error -> "it ended in " + error);
    }

    private Optional<String> answers(String expected, Observation observed) {
        if (observed.answer() == null) {
            return Optional.of(noAnswer(observed));
        }
        String wanted = likeness.comparable(expected, observed.answer());
        String actual = likeness.comparable(observed.answer(), observed.answer());
        return squeezed(wanted).equals(squeezed(actual)) ? Optional.empty() : firstDifference(wanted, actual);
    }

    private static Optional<String> firstDifference(String expected, String answer) {
        CanonicalJson expectedJson = CanonicalJson.of(expected);
        CanonicalJson answerJson = CanonicalJson.of(answer);
        if (expectedJson.isStructured() && answerJson.isStructured()) {
            return expectedJson
                    .firstDifference(answerJson)
                    .map(difference -> "first difference at " + Excerpt.of(difference, "expected", "was"));
        }
        String wanted = squeezed(expected);
        String actual = squeezed(answer);
        int at = Excerpt.firstDifference(wanted, actual);
        return Optional.of("first difference at character " + (at + 1) + ": expected \"" + Excerpt.around(wanted, at)
                + "\", was \"" + Excerpt.around(actual, at) + "\"");
    }

    private Optional<String> contains(List<String> texts, Observation observed) {
        if (observed.answer() == null) {
            return Optional.of(noAnswer(observed));
        }
        String actual = squeezed(likeness.comparable(observed.answer(), observed.answer()))
                .toLowerCase(Locale.ROOT);
        return texts.stream()
                .map(text ->
                        squeezed(likeness.comparable(text, observed.answer())).toLowerCase(Locale.ROOT))
                .filter(text -> !actual.contains(text))
                .findFirst()
                .map(missing -> missing(missing, actual));
    }

    private Optional<String> lacks(List<String> texts, Observation observed) {
        if (observed.answer() == null) {
            return Optional.empty();
        }
        String actual = squeezed(likeness.comparable(observed.answer(), observed.answer()))
                .toLowerCase(Locale.ROOT);
        return texts.stream()
                .map(text ->
                        squeezed(likeness.comparable(text, observed.answer())).toLowerCase(Locale.ROOT))
                .filter(actual::contains)
                .findFirst()
                .map(found -> "it says \"" + Excerpt.around(actual, actual.indexOf(found)) + "\"");
    }

    private static String missing(String missing, String actual) {
        int length = longestPrefixIn(actual, missing);
        String lacks = "lacks \"" + Excerpt.start(missing, MAX_QUOTE) + "\"";
        if (length == 0) {
            return lacks + ", was \"" + Excerpt.start(actual, MAX_QUOTE) + "\"";
        }
        int at = actual.indexOf(missing.substring(0, length)) + length;
        return lacks + "; nearest is \"" + Excerpt.around(actual, at) + "\"";
    }

    /** How many characters from the start of {@code text} occur together in {@code whole}; by bisection. */
    private static int longestPrefixIn(String whole, String text) {
        int low = 0;
        int high = text.length();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (whole.contains(text.substring(0, middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Optional<String> doesNotAnswer(String wrong, Observation observed) {
        boolean same = observed.answer() != null
                && squeezed(likeness.comparable(wrong, observed.answer()))
                        .equals(squeezed(likeness.comparable(observed.answer(), observed.answer())));
        return same ? Optional.of("it did, as in the recorded run") : Optional.empty();
    }

    private Optional<String> passes(Expectation.PassesArgument expected, String input, Observation observed) {
        SaidSoFar said = new SaidSoFar(input);
        List<ToolCall> calls = observed.toolCalls();
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            if (call.name().equals(expected.tool())) {
                Set<String> passed =
                        CanonicalJson.of(call.arguments()).values().getOrDefault(expected.path(), Set.of());
                Optional<String> other = passed.stream()
                        .filter(value -> !isSuch(expected.argument(), value, said))
                        .findFirst();
                if (passed.isEmpty() || other.isPresent()) {
                    return Optional.of("call " + (i + 1) + " passes "
                            + other.map(value -> '"' + Excerpt.start(value, MAX_QUOTE) + '"')
                                    .orElse("nothing there"));
                }
            }
            if (expected.argument() instanceof Argument.Stated) {
                said.add(call.arguments());
                said.add(call.result());
            }
        }
        return Optional.empty();
    }

    private boolean isSuch(Argument wanted, String value, SaidSoFar said) {
        if (wanted instanceof Argument.OneOf one) {
            return one.values().stream().anyMatch(each -> isAlike(each, value));
        }
        if (wanted instanceof Argument.Stated stated) {
            return stated.source() == Argument.Source.INPUT ? said.inInput(value) : said.anywhere(value);
        }
        return wanted instanceof Argument.Form form ? form.admits(value) : ((Argument.Between) wanted).admits(value);
    }

    private boolean isAlike(String wanted, String value) {
        return squeezed(likeness.comparable(wanted, value)).equals(squeezed(likeness.comparable(value, value)));
    }

    private static Optional<String> atMost(int limit, List<String> names) {
        return names.size() <= limit
                ? Optional.empty()
                : Optional.of("made " + names.size() + "; call " + (limit + 1) + " is " + names.get(limit));
    }

    private static Optional<String> avoids(Expectation.AvoidsError avoids, Observation observed) {
        String type = observed.errorType();
        boolean same =
                type != null && (type.equals(avoids.errorType()) || simple(type).equals(simple(avoids.errorType())));
        return same ? observed.error().map(error -> "it ended in " + error) : Optional.empty();
    }

    private static String noAnswer(Observation observed) {
        return observed.error().map(error -> "it ended in " + error).orElse("it answered nothing");
    }

    private static List<String> names(Observation observed) {
        return observed.toolCalls().stream().map(ToolCall::name).toList();
    }

    private static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }

    /** The text with every run of white space as one blank, none at the ends. */
    private static String squeezed(String text) {
        StringBuilder squeezed = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                squeezed.appendCodePoint(c);
            } else if (!squeezed.isEmpty() && squeezed.charAt(squeezed.length() - 1) != ' ') {
                squeezed.append(' ');
            }
        });
        return squeezed.toString().stripTrailing();
    }
}
