package dev.arceval.core.redact;

import java.util.SplittableRandom;

/**
 * Turns the templates of the rule file into text: {@code ghp_{w36}} is a prefix and 36 letters or digits. Templates keep
 * strings that look like real credentials out of the repository, where scanners would rightly complain.
 */
final class RuleSamples {

    private RuleSamples() {}

    static String expand(String template, String seed) {
        SplittableRandom random = new SplittableRandom(seed.hashCode());
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < template.length()) {
            int close = template.indexOf('}', i);
            if (template.charAt(i) == '{' && close > 0 && template.substring(i + 1, close).matches("[a-zA-Z][0-9]+")) {
                int count = Integer.parseInt(template.substring(i + 2, close));
                text.append(
                        template.charAt(i + 1) == 'g'
                                ? expand("{x8}-{x4}-{x4}-{x4}-{x12}", seed)
                                : draw(template.charAt(i + 1), count, random));
                i = close + 1;
            } else {
                text.append(template.charAt(i++));
            }
        }
        return text.toString();
    }

    private static String draw(char kind, int count, SplittableRandom random) {
        String letters = "abcdefghijklmnopqrstuvwxyz";
        String digits = "0123456789";
        String alphabet =
                switch (kind) {
                    case 'w' -> letters + letters.toUpperCase(java.util.Locale.ROOT) + digits;
                    case 'a' -> letters + digits;
                    case 'A' -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
                    case 'x' -> digits + "abcdef";
                    case 'X' -> digits + "ABCDEF";
                    case 'd' -> digits;
                    case 'b' -> letters + letters.toUpperCase(java.util.Locale.ROOT) + digits + "+/";
                    default -> throw new IllegalArgumentException("no such class of chars: " + kind);
                };
        StringBuilder drawn = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }
}
