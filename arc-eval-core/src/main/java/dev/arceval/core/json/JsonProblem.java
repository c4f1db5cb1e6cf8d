package dev.arceval.core.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says what is wrong with JSON in our own words: the parser's message quotes the content. */
public final class JsonProblem {

    private JsonProblem() {}

    /** Returns what is wrong and where; nothing of the text. */
    public static String of(JacksonException malformed) {
        if (malformed instanceof UnexpectedEndOfInputException) {
            return "the JSON ends too early";
        }
        String what = malformed instanceof StreamConstraintsException
                ? "beyond the limits of " + Json.MAX_DEPTH + " levels, " + Json.MAX_NUMBER_LENGTH
                        + " digits in a number and " + Json.MAX_NAME_LENGTH + " characters in a name"
                : "not valid JSON";
        return what + at(malformed.getLocation());
    }

    /** Returns where that is, to follow a word; empty if nobody knows. */
    public static String at(@Nullable TokenStreamLocation location) {
        if (location == null || location.getColumnNr() < 1) {
            return "";
        }
        return location.getLineNr() > 1
                ? " at column " + location.getColumnNr() + " of the record's line " + location.getLineNr()
                : " at column " + location.getColumnNr();
    }
}
