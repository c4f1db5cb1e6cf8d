package dev.arceval.core.redact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files as repositories hold them, of many formats, with secrets planted in known lines between lines that only look as if
 * they held one. The values are drawn with a seed; no value was ever valid anywhere.
 */
final class PlantedSecrets {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+[0-9]*)}");

    private static final String[] WORDS = {
        "summer", "dragon", "orchid", "falcon", "garlic", "pepper", "mercury", "cobalt", "walnut", "harbor", "canyon",
        "sparrow"
    };

    private PlantedSecrets() {}

    /**
     * A line of a file.
     *
     * @param format which kind of file
     * @param text what stands there
     * @param secret whether a secret was planted in it
     */
    record Line(String format, String text, boolean secret) {}

    /** One file of each format; other seeds give other values. */
    static List<List<Line>> files(long seed) {
        return files("planted-secrets.txt", seed);
    }

    /** The same by another template. */
    static List<List<Line>> files(String template, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Line>> files = new ArrayList<>();
        String format = "";
        for (String line : template(template)) {
            if (line.startsWith("== ")) {
                format = line.substring(3);
                files.add(new ArrayList<>());
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                files.get(files.size() - 1)
                        .add(new Line(format, fill(line.substring(1), random), line.charAt(0) == '+'));
            }
        }
        return files;
    }

    private static List<String> template(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PlantedSecrets.class.getResourceAsStream(name)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fill(String line, SplittableRandom random) {
        Matcher place = PLACE.matcher(line);
        StringBuilder text = new StringBuilder();
        while (place.find()) {
            place.appendReplacement(text, Matcher.quoteReplacement(value(place.group(1), place.group(), random)));
        }
        return place.appendTail(text).toString();
    }

    private static String value(String kind, String whole, SplittableRandom random) {
        String seed = Long.toString(random.nextLong(), 36);
        String word = WORDS[random.nextInt(WORDS.length)];
        return switch (kind) {
            case "pw" -> password(random);
            case "weak" -> weak(word, random);
            case "word" -> word;
            case "hex32" -> RuleSamples.expand("{x32}", seed);
            case "hex40" -> RuleSamples.expand("{x40}", seed);
            case "hex64" -> RuleSamples.expand("{x64}", seed);
            case "b64" -> RuleSamples.expand("{b43}=", seed);
            case "sha512" -> RuleSamples.expand("{b86}", seed);
            case "alnum20" -> RuleSamples.expand("{w20}", seed);
            case "alnum32" -> RuleSamples.expand("{w32}", seed);
            case "alnum40" -> RuleSamples.expand("{w40}", seed);
            case "uuid" -> RuleSamples.expand("{x8}-{x4}-4{x3}-a{x3}-{x12}", seed);
            case "jwt" -> RuleSamples.expand("eyJhbGciOiJIUzI1NiJ9.eyJ{w40}.{w43}", seed);
            case "int" -> Integer.toString(1 + random.nextInt(99));
            default -> whole;
        };
    }

    /** Letters of both cases, digits and mostly a sign or two, as a person or a generator makes them. */
    private static String password(SplittableRandom random) {
        String letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        String signs = "!@*+-_.^~";
        StringBuilder password = new StringBuilder();
        int length = 8 + random.nextInt(9);
        for (int i = 0; i < length; i++) {
            String from = i > 0 && i < length - 1 && random.nextInt(7) == 0 ? signs : letters;
            password.append(from.charAt(random.nextInt(from.length())));
        }
        return password.append(random.nextInt(10)).toString();
    }

    private static String weak(String word, SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> word + random.nextInt(10, 100);
            case 1 -> Character.toUpperCase(word.charAt(0)) + word.substring(1) + random.nextInt(1990, 2025) + "!";
            case 2 -> word + WORDS[random.nextInt(WORDS.length)];
            case 3 -> word.replace('a', '4').replace('e', '3') + random.nextInt(10);
            default -> word;
        };
    }
}
