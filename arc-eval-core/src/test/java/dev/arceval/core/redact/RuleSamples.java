package dev.arceval.core.redact;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the templates of the rule file into text: {@code ghp_{w36}} is a prefix and 36 letters or digits. Templates keep
 * strings that look like real credentials out of the repository, where scanners would rightly complain.
 */
final class RuleSamples {

    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z])([0-9]+)}");
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";

    private RuleSamples() {}

    /** The template with every place filled by chars drawn with {@code seed}. */
    static String expand(String template, String seed) {
        SplittableRandom random = new SplittableRandom(seed.hashCode());
        Matcher place = PLACE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (place.find()) {
            int count = Integer.parseInt(place.group(2));
            String drawn = place.group(1).equals("g")
                    ? expand("{x8}-{x4}-{x4}-{x4}-{x12}", seed)
                    : draw(alphabet(place.group(1).charAt(0)), count, random);
            place.appendReplacement(text, Matcher.quoteReplacement(drawn));
        }
        return place.appendTail(text).toString();
    }

    private static String alphabet(char kind) {
        return switch (kind) {
            case 'w' -> LOWER + UPPER + DIGITS;
            case 'a' -> LOWER + DIGITS;
            case 'A' -> UPPER + "234567";
            case 'x' -> DIGITS + "abcdef";
            case 'X' -> DIGITS + "ABCDEF";
            case 'd' -> DIGITS;
            case 'b' -> LOWER + UPPER + DIGITS + "+/";
            default -> throw new IllegalArgumentException("no such class of chars: " + kind);
        };
    }

    private static String draw(String alphabet, int count, SplittableRandom random) {
        StringBuilder drawn = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }
}
