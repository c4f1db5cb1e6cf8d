package dev.arceval.core.score;

import com.google.re2j.Pattern;
import dev.arceval.core.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The values of a JSON text by their paths. */
final class Leaves {

    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+\\]");

    private Leaves() {}

    /**
     * Returns the leaves that count.
     *
     * @param ignored names of fields at any depth, or paths such as {@code $.meta.id}, each with what is below it
     */
    static Map<String, String> of(CanonicalJson json, Set<String> ignored) {
        if (ignored.isEmpty()) {
            return json.leaves();
        }
        Map<String, String> counted = new LinkedHashMap<>();
        json.leaves().forEach((path, value) -> {
            if (ignored.stream().noneMatch(part -> isBelow(path, part))) {
                counted.put(path, value);
            }
        });
        return counted;
    }

    /** The path with {@code [*]} for each position. */
    static String general(String path) {
        return INDEX.matcher(path).replaceAll("[*]");
    }

    static int shared(Map<String, String> one, Map<String, String> other) {
        return (int) one.entrySet().stream()
                .filter(leaf -> leaf.getValue().equals(other.get(leaf.getKey())))
                .count();
    }

    static String firstDifference(Map<String, String> wanted, Map<String, String> found) {
        for (Map.Entry<String, String> leaf : wanted.entrySet()) {
            String value = found.get(leaf.getKey());
            if (!leaf.getValue().equals(value)) {
                return leaf.getKey() + ": expected " + Quote.of(leaf.getValue()) + ", was "
                        + (value == null ? "nothing" : Quote.of(value));
            }
        }
        return found.keySet().stream()
                .filter(path -> !wanted.containsKey(path))
                .findFirst()
                .map(path -> path + " was not expected")
                .orElse("no difference");
    }

    private static boolean isBelow(String path, String part) {
        if (part.startsWith("$")) {
            return isBeginning(path, part) || isBeginning(general(path), part);
        }
        String general = general(path) + '.';
        return general.contains("." + part + ".")
                || general.contains("." + part + "[")
                || general.contains("['" + part + "']");
    }

    private static boolean isBeginning(String path, String part) {
        return path.startsWith(part)
                && (path.length() == part.length()
                        || path.charAt(part.length()) == '.'
                        || path.charAt(part.length()) == '[');
    }
}
