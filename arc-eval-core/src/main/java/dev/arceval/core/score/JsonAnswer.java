package dev.arceval.core.score;

import dev.arceval.core.json.CanonicalJson;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares answers that are JSON. */
final class JsonAnswer {

    private JsonAnswer() {}

    static Judgement compare(String expected, String answer, Set<String> ignored) {
        CanonicalJson wanted = CanonicalJson.of(unfenced(expected));
        CanonicalJson found = CanonicalJson.of(unfenced(answer));
        if (!wanted.isStructured()) {
            return Judgement.abstain("the expected answer is no JSON object or array");
        }
        if (!found.isStructured()) {
            return Judgement.fail("no JSON object or array: " + Quote.of(answer));
        }
        return share(Leaves.of(wanted, ignored), Leaves.of(found, ignored));
    }

    static Judgement compareStructure(String expected, String answer) {
        CanonicalJson wanted = CanonicalJson.of(unfenced(expected));
        CanonicalJson found = CanonicalJson.of(unfenced(answer));
        if (!wanted.isStructured()) {
            return Judgement.abstain("the expected answer is no JSON object or array");
        }
        return share(structure(wanted), structure(found));
    }

    /** Without the fence that models like to put around JSON. */
    static String unfenced(String text) {
        String stripped = text.strip();
        int start = stripped.indexOf('\n');
        return stripped.startsWith("```") && stripped.endsWith("```") && start >= 0 && start < stripped.length() - 3
                ? stripped.substring(start + 1, stripped.length() - 3)
                : stripped;
    }

    private static Judgement share(Map<String, String> wanted, Map<String, String> found) {
        int all = Math.max(1, Math.max(wanted.size(), found.size()));
        double share = wanted.equals(found) ? 1 : Math.min(Leaves.shared(wanted, found), all - 1) / (double) all;
        return Judgement.of(share, 1, Leaves.firstDifference(wanted, found));
    }

    /** The types found at each path, array positions aside. */
    private static Map<String, String> structure(CanonicalJson json) {
        Map<String, Set<String>> types = new TreeMap<>();
        json.leaves()
                .forEach((path, value) -> types.computeIfAbsent(Leaves.general(path), at -> new TreeSet<>())
                        .add(type(value)));
        return types.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> String.join(" or ", entry.getValue()), (a, b) -> a, TreeMap::new));
    }

    private static String type(String value) {
        return switch (value.charAt(0)) {
            case '"' -> "string";
            case '{' -> "object";
            case '[' -> "array";
            case 't', 'f' -> "boolean";
            case 'n' -> "null";
            default -> "number";
        };
    }
}
