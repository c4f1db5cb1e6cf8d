package dev.arceval.testkit;

/** Texts cut to fit a line. */
final class Text {

    private Text() {}

    /** Returns {@code text} without line breaks and runs of blanks, at most {@code maxChars} long. */
    static String oneLine(String text, int maxChars) {
        // A long text is cut before it is squeezed: nothing beyond could be shown.
        String start = text.length() <= 16 * maxChars ? text : text.substring(0, 16 * maxChars);
        String line = start.strip().replaceAll("\\s+", " ");
        if (line.length() <= maxChars && start.length() == text.length()) {
            return line;
        }
        int end = Math.min(line.length(), maxChars - 1);
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    static String indented(String text) {
        return "  " + text.replace("\n", "\n  ");
    }
}
