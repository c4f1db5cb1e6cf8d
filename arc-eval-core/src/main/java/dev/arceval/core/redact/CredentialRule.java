package dev.arceval.core.redact;

import com.google.re2j.Matcher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the credentials of one service look like.
 *
 * @param id a stable name, shown in leaks
 * @param service who issues it
 * @param what which of the service's credentials
 * @param source where the format is described
 * @param keywords what every credential starts with ({@link Place#TOKEN}) or what its name contains ({@link Place#VALUE})
 * @param near a word that must stand within {@value #NEAR} chars before; empty for none
 * @param place where to apply the pattern
 * @param back how many chars of the token may stand before its keyword
 * @param backTo the chars the token cannot contain, where more than letters, digits and dashes can stand before its keyword
 * @param notAfter chars that do not stand before a token: after a dot, {@code ico-} is the end of a file's name
 * @param check what else must hold
 * @param window how much of the text the pattern is shown; where it is little, the rule reads far and is tried a bounded
 *     number of times in a stretch of text
 * @param pattern linear-time; a group, if there is one, is the part that must go
 * @param minEntropy bits per char below which a match is a filler such as {@code xxxx}; 0 accepts all
 * @param published keys that stand in the service's public documentation or code, as the first 16 hex digits of their
 *     SHA-256; they open nothing
 * @param examples templates the rule must find
 * @param counterexamples templates the rule must leave
 */
record CredentialRule(
        String id,
        String service,
        String what,
        String source,
        List<String> keywords,
        String near,
        Place place,
        int back,
        String backTo,
        String notAfter,
        Check check,
        int window,
        RulePattern pattern,
        double minEntropy,
        Set<String> published,
        List<String> examples,
        List<String> counterexamples) {

    enum Place {
        /** The pattern is tried where a keyword starts. */
        TOKEN,
        /** The pattern must match the whole value of a name that contains a keyword. */
        VALUE
    }

    /** A condition that no pattern can express. */
    enum Check {
        NONE,
        /** What stands before the first dot is a JSON object that names its algorithm, in base64url (RFC 7515, 4.1.1). */
        JWT,
        /** What follows the first dot is not an identifier made of words, nor all of one case. */
        RANDOM,
        /** Not a word that stands for a password in a manual. */
        FILLED_IN,
        /** Not words: digits, or letters of both cases. */
        MIXED
    }

    /** Only this much text is shown to a pattern; a longer token is followed to its end afterwards. */
    static final int WINDOW = 2048;

    private static final int NEAR = 400;

    /** A longer run is taken for a credential whatever it looks like, so that none can hide behind filling. */
    private static final int MAX_FILLER = 512;

    private static final Set<String> MANUAL_WORDS =
            Set.of("password", "passwd", "pass", "token", "secret", "test", "yyy", "public");

    /** A match that ends at the end of the window goes on while chars of encoded data go on. */
    private static final String ENCODED = "+/=-_.~%";

    /** Whether a token can start here, as far as a glance tells. */
    boolean canStart(String text, int start) {
        return pattern.canStart(text, start)
                && Chars.startsToken(text, start)
                && (start == 0 || notAfter.indexOf(text.charAt(start - 1)) < 0)
                && (near.isEmpty() || Context.before(text, start, NEAR).contains(near));
    }

    /** What the pattern is shown of a text. */
    Window window(String text, int start) {
        return new Window(text, start, Math.min(text.length(), start + window));
    }

    /**
     * Reports what the pattern finds where a token {@link #canStart can start}.
     *
     * @return up to where the keyword need not be looked at again, or -1 where nothing was found; the value of one command
     *     can be the beginning of another
     */
    int tokenAt(String text, int start, Window shown, Leaks leaks) {
        int limit = start + shown.length();
        Matcher matcher = pattern.matcher(shown);
        if (!matcher.lookingAt()) {
            return -1;
        }
        int group = lastGroup(matcher);
        int from = start + matcher.start(group);
        int to = start + matcher.end(group);
        if (to == limit) {
            to = followToEnd(text, to);
        }
        if (goesOn(text, to) || isFiller(text, from, to) || !passes(text, from, to) || isPublished(text, from, to)) {
            return -1;
        }
        leaks.add(from, to, id, Leak.Type.SECRET);
        return readsFar() ? Math.max(from, start + 1) : to;
    }

    /** Whether the match is only the beginning of something else, or of a token whose rest was masked. */
    private static boolean goesOn(String text, int to) {
        char last = text.charAt(to - 1);
        boolean inside = (Chars.word(last) || "-~.".indexOf(last) >= 0) && !Chars.endsToken(text, to);
        int mask = Chars.at(text, to) == '-' ? to + 1 : to;
        char masked = Chars.at(text, mask);
        return inside || (masked == '#' || masked == '*') && Chars.at(text, mask + 1) == masked;
    }

    private boolean isPublished(String text, int from, int to) {
        return !published.isEmpty() && published.contains(digest(text.substring(from, to)));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Whether the pattern reads on from its keyword until it finds what it looks for. */
    boolean readsFar() {
        return window < WINDOW;
    }

    boolean matchesValue(String value) {
        return value.length() <= WINDOW && pattern.matches(value) && !isFiller(value, 0, value.length());
    }

    /** The group that took part in the match; group 0, the whole, where the pattern has none. */
    private static int lastGroup(Matcher matcher) {
        int group = matcher.groupCount();
        while (group > 0 && matcher.start(group) < 0) {
            group--;
        }
        return group;
    }

    /** Where the token starts whose keyword stands here. */
    int startOf(String text, int keyword) {
        int start = keyword;
        while (keyword - start < back && start > 0 && isTokenChar(text.charAt(start - 1), backTo)) {
            start--;
        }
        if (start < keyword && Chars.at(text, start - 1) == '\\' && "nrtbf".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    private static boolean isTokenChar(char c, String backTo) {
        return backTo.isEmpty() ? Chars.word(c) || c == '~' || c == '.' || c == '-' : backTo.indexOf(c) < 0;
    }

    private boolean passes(String text, int from, int to) {
        return switch (check) {
            case NONE -> true;
            case JWT -> isHeader(text, from, text.indexOf('.', from));
            case RANDOM -> SecretValue.isMixed(text.substring(text.indexOf('.', from) + 1, to));
            case MIXED ->
                SecretValue.isMixed(text.substring(from, to)) && SecretValue.hasDigit(text.substring(from, to));
            case FILLED_IN ->
                !SecretValue.isPlaceholder(text.substring(from, to))
                        && !MANUAL_WORDS.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
        };
    }

    private static boolean isHeader(String text, int from, int to) {
        try {
            String encoded = text.substring(from, to).replace("=", "");
            String json = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            return json.startsWith("{") && json.endsWith("}") && json.contains("\"alg\"");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isFiller(String text, int from, int to) {
        return minEntropy > 0
                && to - from <= MAX_FILLER
                && (Entropy.bitsPerChar(text, from, Math.min(to, from + 256)) < minEntropy
                        || text.substring(from, Math.min(to, from + 128)).contains("EXAMPLE")
                        || minEntropy > 0.9 && hasFillerRun(text, from, to));
    }

    /** Eight x or an alphabet in order: nobody draws that at random. */
    private static boolean hasFillerRun(String text, int from, int to) {
        String start = text.substring(from, Math.min(to, from + 128)).toLowerCase(Locale.ROOT);
        return start.contains("xxxxxxxx") || start.contains("abcdefghijklmnop");
    }

    private static int followToEnd(String text, int from) {
        int to = from;
        while (to < text.length() && (Chars.word(text.charAt(to)) || ENCODED.indexOf(text.charAt(to)) >= 0)) {
            to++;
        }
        return to;
    }
}
