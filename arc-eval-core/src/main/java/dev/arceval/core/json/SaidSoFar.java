package dev.arceval.core.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a run as it goes on, and whether one of them states a value: as whole words, ignoring case. JSON is read for
 * what it means, so that it does not matter how a text is escaped or a number is written. Not thread-safe.
 */
public final class SaidSoFar {

    /** Two digits or letters stand in any long text by chance. */
    private static final int FEWEST_CHARS = 3;
    /** Some ten times what a model reads at once; what is said after that is not looked at. */
    private static final int MOST_CHARS = 4 << 20;

    private final StringBuilder said;
    private final int inputEnds;

    /** @param input what was said first */
    public SaidSoFar(String input) {
        this.said = new StringBuilder(comparable(input));
        this.inputEnds = said.length();
    }

    /** Adds a text, if there is one. */
    public void add(@Nullable String text) {
        if (text != null && said.length() < MOST_CHARS) {
            said.append('\n').append(comparable(text));
        }
    }

    /** Returns whether the first text states the value. */
    public boolean inInput(String value) {
        return states(value, inputEnds);
    }

    /** Returns whether any text so far states the value. */
    public boolean anywhere(String value) {
        return states(value, said.length());
    }

    private static String comparable(String text) {
        CanonicalJson json = CanonicalJson.of(text);
        return (json.isStructured() ? json.text() : text).toLowerCase(Locale.ROOT);
    }

    private boolean states(String value, int end) {
        String wanted = value.strip().toLowerCase(Locale.ROOT);
        if (wanted.length() < FEWEST_CHARS) {
            return false;
        }
        int at = said.indexOf(wanted);
        while (at >= 0 && at + wanted.length() <= end) {
            if (isEdge(at - 1, wanted.charAt(0)) && isEdge(at + wanted.length(), wanted.charAt(wanted.length() - 1))) {
                return true;
            }
            at = said.indexOf(wanted, at + 1);
        }
        return false;
    }

    /** Whether the word ends there: letters and digits do not go on beside one. */
    private boolean isEdge(int beside, char last) {
        return beside < 0
                || beside >= said.length()
                || !Character.isLetterOrDigit(last)
                || !Character.isLetterOrDigit(said.charAt(beside));
    }
}
