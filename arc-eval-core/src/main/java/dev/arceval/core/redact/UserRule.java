package dev.arceval.core.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * A rule of the user's own.
 *
 * @param id its name, shown where it found something
 * @param label the word in the pseudonym
 * @param keywords one of them must stand in the match, at most {@value #NEAR} chars before it, or in the name of the text;
 *     none means that any match counts
 * @param pattern linear-time; a group that takes part is what must go, else the whole match
 * @param minEntropy bits per char below which a match stays
 */
public record UserRule(String id, String label, List<String> keywords, Pattern pattern, double minEntropy) {

    static final int NEAR = 200;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    public UserRule {
        keywords = keywords.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * Makes a rule and tries it on its examples.
     *
     * @throws IllegalArgumentException if the id or type is no such word, the pattern no RE2 syntax, or an example is missed
     *     or a counter-example found
     */
    public static UserRule checked(
            String id,
            String label,
            List<String> keywords,
            String pattern,
            double minEntropy,
            List<String> examples,
            List<String> counterexamples) {
        if (!ID.matches(id)) {
            throw new IllegalArgumentException("rule id must be like customer-number: " + id);
        }
        if (!Marker.isLabel(label)) {
            throw new IllegalArgumentException("rule " + id + ": type must be like customer-number: " + label);
        }
        if (!(minEntropy >= 0 && minEntropy <= 8)) {
            throw new IllegalArgumentException("rule " + id + ": entropy must be between 0 and 8: " + minEntropy);
        }
        if (keywords.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("rule " + id + ": a keyword must not be blank");
        }
        UserRule rule = new UserRule(id, label, keywords, compile(id, pattern), minEntropy);
        if (rule.pattern.matcher("").find()) {
            throw new IllegalArgumentException("rule " + id + ": pattern must not match an empty text: " + pattern);
        }
        for (String example : examples) {
            if (rule.misses(example)) {
                throw new IllegalArgumentException("rule " + id + " does not find its example: " + example);
            }
        }
        for (String counterexample : counterexamples) {
            if (!rule.misses(counterexample)) {
                throw new IllegalArgumentException("rule " + id + " finds its counter-example: " + counterexample);
            }
        }
        return rule;
    }

    private static Pattern compile(String id, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(
                    "rule " + id + ": pattern is not RE2 syntax: " + pattern + ": " + malformed.getDescription(),
                    malformed);
        }
    }

    private boolean misses(String text) {
        Leaks leaks = new Leaks();
        detect("", text, leaks);
        return leaks.settle().isEmpty();
    }

    /** Reports what the rule finds in the value of a name. */
    void detect(String name, String text, Leaks leaks) {
        String lower = keywords.isEmpty() ? "" : text.toLowerCase(Locale.ROOT);
        boolean named = keywords.isEmpty() || isAbout(name);
        if (!named && keywords.stream().noneMatch(lower::contains)) {
            return;
        }
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int group = lastGroup(matcher);
            int start = matcher.start(group);
            int end = matcher.end(group);
            if ((named || isNear(lower, matcher.start(), matcher.end()))
                    && (minEntropy == 0 || Entropy.bitsPerChar(text, start, end) >= minEntropy)) {
                leaks.add(start, end, id, label);
            }
        }
    }

    /** Whether the name holds a keyword. */
    boolean isAbout(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return keywords.stream().anyMatch(lower::contains);
    }

    /** The case of a few letters changes their number of chars, which at worst moves this window by as many. */
    private boolean isNear(String lower, int start, int end) {
        String around =
                lower.substring(Math.min(lower.length(), Math.max(0, start - NEAR)), Math.min(lower.length(), end));
        return keywords.stream().anyMatch(around::contains);
    }

    private static int lastGroup(Matcher matcher) {
        int group = matcher.groupCount();
        while (group > 0 && matcher.start(group) < 0) {
            group--;
        }
        return group;
    }
}
