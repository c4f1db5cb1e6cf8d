package dev.arceval.core.score;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Compares the numbers in two texts. */
final class Numbers {

    private static final Pattern NUMBER =
            Pattern.compile("(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    /** How far a number may be off: as much as the larger of the two says. */
    record Tolerance(double absolute, double relative) {
        Tolerance {
            if (!(absolute >= 0 && relative >= 0)) {
                throw new IllegalArgumentException("tolerances must not be negative: " + absolute + ", " + relative);
            }
        }

        boolean accepts(BigDecimal expected, BigDecimal number) {
            double off = expected.subtract(number).abs().doubleValue();
            return off <= Math.max(absolute, relative * expected.abs().doubleValue());
        }
    }

    static Judgement compare(String expected, String answer, Tolerance tolerance) {
        List<BigDecimal> wanted = in(expected);
        if (wanted.isEmpty()) {
            return Judgement.abstain("the expected answer has no number");
        }
        List<BigDecimal> found = in(answer);
        int common = EditDistance.common(
                wanted.size(), found.size(), (i, j) -> tolerance.accepts(wanted.get(i), found.get(j)));
        return Judgement.of(common / (double) wanted.size(), 1, "expected " + wanted + ", was " + found);
    }

    /** Digits right after a letter belong to a name. */
    static List<BigDecimal> in(String text) {
        List<BigDecimal> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            int start = matcher.start();
            if (start == 0 || !Character.isLetter(text.charAt(start - 1))) {
                BigDecimal number = new BigDecimal(matcher.group().replace(",", ""));
                numbers.add(isNegative(text, start) ? number.negate() : number);
            }
        }
        return numbers;
    }

    /** Between two words or numbers the sign is a dash. */
    private static boolean isNegative(String text, int start) {
        return start > 0
                && text.charAt(start - 1) == '-'
                && (start == 1 || !Character.isLetterOrDigit(text.charAt(start - 2)));
    }
}
