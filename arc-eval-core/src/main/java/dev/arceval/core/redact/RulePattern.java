package dev.arceval.core.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of ours. It is made ready when a text first holds what the rule looks for: of hundreds of rules most
 * processes meet a handful. Immutable to those who use it, and thread-safe: what two threads make at once is the same.
 */
final class RulePattern {

    private final String text;
    private volatile @Nullable PatternStart start;
    private volatile @Nullable Pattern pattern;

    /** @param text valid for RE2, linear-time */
    RulePattern(String text) {
        this.text = text;
    }

    /** Whether a match can begin here, as far as a glance tells. */
    boolean canStart(String text, int at) {
        return start().fits(text, at, text.length());
    }

    Matcher matcher(CharSequence text) {
        return pattern().matcher(text);
    }

    /** Whether the whole of {@code text} is a match. */
    boolean matches(String text) {
        return pattern().matches(text);
    }

    PatternStart start() {
        PatternStart made = start;
        if (made == null) {
            made = PatternStart.of(text);
            start = made;
        }
        return made;
    }

    private Pattern pattern() {
        Pattern made = pattern;
        if (made == null) {
            made = Pattern.compile(text);
            pattern = made;
        }
        return made;
    }
}
