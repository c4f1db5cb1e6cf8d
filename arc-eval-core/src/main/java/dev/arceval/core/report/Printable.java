package dev.arceval.core.report;

import java.util.Locale;

/** Makes recorded text safe to show in a terminal: one line, no control characters, no changes of direction. */
final class Printable {

    private Printable() {}

    /** Returns {@code text} on one line, everything invisible or steering shown as an escape. */
    static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(safe, point));
        return safe.toString();
    }

    /** Returns {@link #line} cut to {@code width} characters, the cut shown by an ellipsis. */
    static String line(String text, int width) {
        String line = line(text.length() > width * 4 ? text.substring(0, width * 4) : text);
        if (line.codePointCount(0, line.length()) <= width) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static void append(StringBuilder safe, int point) {
        switch (point) {
            case '\n' -> safe.append("\\n");
            case '\t' -> safe.append("\\t");
            case '\r' -> safe.append("\\r");
            default -> {
                if (hidden(point)) {
                    safe.append(String.format(Locale.ROOT, "\\u%04x", point));
                } else {
                    safe.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean hidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
