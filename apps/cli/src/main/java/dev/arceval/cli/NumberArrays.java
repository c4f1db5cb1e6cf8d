package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The arrays of numbers in a JSON text, wherever they stand. Each has the name of its field; in an object with a label or a name,
 * that is its name too. Nulls are gaps and left out.
 */
final class NumberArrays {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Map<String, List<Double>> found = new LinkedHashMap<>();

    private NumberArrays(Path file) {
        this.file = file;
    }

    /**
     * Returns the array of that name, or the only one if no name is given.
     *
     * @throws ArcEvalException if there is none, or more than one to choose from
     */
    static List<Double> read(Path file, String text, @Nullable String name) {
        NumberArrays arrays = new NumberArrays(file);
        try {
            arrays.collect(JSON.readTree(text), "values");
        } catch (JacksonException malformed) {
            throw new ArcEvalException(file + ":" + malformed.getLocation().getLineNr() + ": not JSON");
        }
        return arrays.chosen(name);
    }

    private List<Double> chosen(@Nullable String name) {
        List<Double> named = name == null ? null : found.get(name);
        if (named != null) {
            return named;
        }
        String names = NumberFile.shown(found.keySet());
        if (name != null) {
            throw new ArcEvalException(file + ": no array of numbers \"" + name + "\"; there are: " + names);
        }
        List<List<Double>> series =
                found.values().stream().filter(values -> !isIndex(values)).toList();
        if (series.isEmpty() && found.isEmpty()) {
            throw new ArcEvalException(file + ": no array of numbers");
        }
        if (series.size() != 1) {
            throw new ArcEvalException(file + ": more than one array of numbers, choose with --column: " + names);
        }
        return series.get(0);
    }

    /** Positions or times at even steps are no series. */
    private static boolean isIndex(List<Double> values) {
        for (int i = 2; i < values.size(); i++) {
            if (values.get(i) - values.get(i - 1) != values.get(1) - values.get(0)) {
                return false;
            }
        }
        return values.size() > 2 && values.get(1) > values.get(0);
    }

    private void collect(JsonNode node, String name) {
        if (node.isObject()) {
            String label = node.path("label").asString(node.path("name").asString(""));
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean labelled = !label.isEmpty() && !found.containsKey(label);
                collect(field.getValue(), labelled && isNumbers(field.getValue()) ? label : field.getKey());
            }
        } else if (isNumbers(node)) {
            put(name, node);
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                collect(element, name);
            }
        }
    }

    private static boolean isNumbers(JsonNode node) {
        boolean any = false;
        for (JsonNode element : node) {
            if (!element.isNumber() && !element.isNull()) {
                return false;
            }
            any |= element.isNumber();
        }
        return node.isArray() && any;
    }

    private void put(String name, JsonNode array) {
        List<Double> values = new ArrayList<>();
        for (JsonNode element : array) {
            if (element.isNumber()) {
                values.add(element.doubleValue());
            }
        }
        String unique = name;
        for (int i = 2; found.containsKey(unique); i++) {
            unique = name + "-" + i;
        }
        found.put(unique, values);
    }
}
