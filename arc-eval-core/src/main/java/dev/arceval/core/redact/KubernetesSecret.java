package dev.arceval.core.redact;

import java.util.Locale;

/**
 * The values of a Kubernetes {@code Secret} in YAML: whatever their names say, everything under {@code data:} and
 * {@code stringData:} is secret by declaration.
 */
final class KubernetesSecret implements Detector {

    @Override
    public void detect(String text, Leaks leaks) {
        int done = 0;
        for (int kind = text.indexOf("kind:"); kind >= 0; kind = text.indexOf("kind:", Math.max(kind + 5, done))) {
            if (startsLine(text, kind) && namesSecret(text, kind + 5)) {
                int separator = text.lastIndexOf("\n---", kind);
                int start = Math.max(done, separator < 0 ? 0 : separator + 4);
                int next = text.indexOf("\n---", kind);
                int end = next < 0 ? text.length() : next;
                document(text, start, end, leaks);
                done = end;
            }
        }
    }

    private static boolean startsLine(String text, int index) {
        int i = index;
        while (Chars.at(text, i - 1) == ' ' || Chars.at(text, i - 1) == '\t') {
            i--;
        }
        return i == 0 || text.charAt(i - 1) == '\n';
    }

    private static boolean namesSecret(String text, int index) {
        int end = lineEnd(text, index, text.length());
        String kind = text.substring(index, Math.min(end, index + 40)).strip().toLowerCase(Locale.ROOT);
        return kind.equals("secret") || kind.equals("'secret'") || kind.equals("\"secret\"");
    }

    /** Reads line by line; a value is in a data block while its line is indented deeper than the block's name. */
    private static void document(String text, int start, int end, Leaks leaks) {
        int block = -1;
        int line = start;
        while (line < end) {
            int lineEnd = lineEnd(text, line, end);
            int indent = indent(text, line);
            int content = line + indent;
            if (content < lineEnd) {
                if (text.startsWith("data:", content) || text.startsWith("stringData:", content)) {
                    block = indent;
                } else if (block >= 0 && indent <= block) {
                    block = -1;
                } else if (block >= 0 && text.charAt(content) != '#') {
                    value(text, content, lineEnd, leaks);
                }
            }
            line = lineEnd + 1;
        }
    }

    private static void value(String text, int content, int lineEnd, Leaks leaks) {
        int colon = content;
        while (colon < lineEnd && !text.startsWith(": ", colon)) {
            colon++;
        }
        int from = colon < lineEnd ? colon + 2 : content;
        int to = lineEnd;
        while (from < to && (Chars.space(text.charAt(from)) || isQuote(text.charAt(from)))) {
            from++;
        }
        while (to > from && (Chars.space(text.charAt(to - 1)) || isQuote(text.charAt(to - 1)))) {
            to--;
        }
        boolean blockSign = to - from <= 2 && from < to && "|>".indexOf(text.charAt(from)) >= 0;
        boolean nameOnly = from == content && text.charAt(to - 1) == ':';
        if (to - from >= 4 && !blockSign && !nameOnly && !text.startsWith("{{", from)) {
            leaks.add(from, to, "kubernetes-secret", Leak.Type.SECRET);
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static int lineEnd(String text, int index, int limit) {
        int end = text.indexOf('\n', index);
        return end < 0 || end > limit ? limit : end;
    }

    private static int indent(String text, int line) {
        int i = line;
        while (Chars.at(text, i) == ' ' || Chars.at(text, i) == '\t') {
            i++;
        }
        return i - line;
    }
}
