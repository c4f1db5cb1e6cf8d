package dev.arceval.core.report;

/** Makes recorded text safe inside HTML and XML. */
final class Markup {

    private Markup() {}

    /** Returns the text on one line, without control characters and with nothing that markup would read as its own. */
    static String escape(String text) {
        String line = Printable.line(text);
        StringBuilder safe = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
