package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the strings of a JSON text begin and end, so that what is replaced leaves JSON behind: a stretch that goes beyond a
 * string is cut at its quotes, and one that begins or ends inside an escape takes the whole escape. Knows one text, in one
 * direction, a piece at a time. Not thread-safe.
 */
final class JsonSpelling {

    private final Set<Integer> bare = new HashSet<>();
    private boolean inString;

    /** How many chars of an escape are still to come; its backslash counts none. */
    private int escape;

    /** Whether a text begins as a JSON object or array does. An INI file's {@code [section]} is none. */
    static boolean opens(String text) {
        int i = skip(text, Chars.at(text, 0) == '\ufeff' ? 1 : 0);
        char open = Chars.at(text, i);
        char next = Chars.at(text, skip(text, i + 1));
        return open == '{' && (next == '"' || next == '}')
                || open == '[' && (next == '"' || next == '{' || next == '[' || next == ']' || Chars.digit(next));
    }

    private static int skip(String text, int from) {
        int i = from;
        while (Chars.space(Chars.at(text, i))) {
            i++;
        }
        return i;
    }

    /** Reads the stretch and returns the leaks in it, cut so that each lies in one string or is one number or word. */
    List<Leak> fit(String text, int from, int to, List<Leak> leaks) {
        List<Leak> fitted = new ArrayList<>(leaks.size());
        bare.clear();
        int at = from;
        for (Leak leak : leaks) {
            while (at < leak.start()) {
                step(text.charAt(at++));
            }
            int start = escape > 0 ? escapeStart(text, at) : at;
            while (at < leak.end()) {
                boolean content = isContent(text.charAt(at));
                if (!content) {
                    add(text, fitted, leak, start, at);
                }
                step(text.charAt(at++));
                start = content ? start : at;
            }
            while (escape > 0 && at < to) {
                step(text.charAt(at++));
            }
            add(text, fitted, leak, start, at);
        }
        while (at < to) {
            step(text.charAt(at++));
        }
        return fitted;
    }

    /** Whether a leak of the stretch read last lies in no string, so that what takes its place needs quotes. */
    boolean isBare(Leak leak) {
        return bare.contains(leak.start());
    }

    /** A number or word goes as a whole: what is left of it would be no JSON. */
    private void add(String text, List<Leak> fitted, Leak leak, int from, int to) {
        int start = Math.max(
                from, fitted.isEmpty() ? 0 : fitted.get(fitted.size() - 1).end());
        int end = to;
        if (start >= end) {
            return;
        }
        if (!inString) {
            while (start > 0 && isWord(text.charAt(start - 1))) {
                start--;
            }
            while (isWord(Chars.at(text, end))) {
                end++;
            }
            bare.add(start);
        }
        fitted.add(new Leak(start, end, leak.rule(), leak.type(), leak.label()));
    }

    private boolean isContent(char c) {
        return inString ? c != '"' || escape > 0 : isWord(c);
    }

    private static boolean isWord(char c) {
        return Chars.alphanumeric(c) || c == '-' || c == '+' || c == '.';
    }

    private void step(char c) {
        if (!inString) {
            inString = c == '"';
        } else if (escape > 0) {
            escape = escape == 1 && c == 'u' ? 4 : escape - 1;
        } else if (c == '\\') {
            escape = 1;
        } else if (c == '"' || c == '\n') {
            // No JSON string goes over a line's end: the text is none, or broken.
            inString = false;
        }
    }

    private static int escapeStart(String text, int at) {
        int i = at - 1;
        while (i > 0 && text.charAt(i) != '\\') {
            i--;
        }
        return i;
    }
}
