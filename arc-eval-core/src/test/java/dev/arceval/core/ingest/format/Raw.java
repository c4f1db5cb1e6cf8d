package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.TraceReader;
import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The independent reading: the file as a tree of Jackson's, and nothing of ours. */
final class Raw {

    private Raw() {}

    static JsonNode read(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return JsonMapper.shared().readTree(plain.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns every object at any depth that fits. */
    static List<JsonNode> objects(JsonNode root, Predicate<JsonNode> fits) {
        List<JsonNode> found = new ArrayList<>();
        if (root.isObject() && fits.test(root)) {
            found.add(root);
        }
        root.forEach(child -> found.addAll(objects(child, fits)));
        return found;
    }

    /** Returns every object and list at any depth. */
    static List<JsonNode> containers(JsonNode root) {
        List<JsonNode> found = new ArrayList<>();
        if (root.isObject() || root.isArray()) {
            found.add(root);
        }
        root.forEach(child -> found.addAll(containers(child)));
        return found;
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    static boolean present(JsonNode node, String field) {
        return node.has(field) && !node.get(field).isNull();
    }

    /** Returns the JSON on one line. */
    static String line(String json) {
        return JsonMapper.shared().writeValueAsString(JsonMapper.shared().readTree(json));
    }

    /** Returns the JSON with a field that holds {@code text} in front of every other. */
    static String withText(String json, String text) {
        String field = "\"notes\":" + JsonMapper.shared().writeValueAsString(text) + ",";
        int brace = json.indexOf('{');
        return json.substring(0, brace + 1) + field + json.substring(brace + 1);
    }

    /** Returns the JSON with the fields of every object in the opposite order. */
    static String reversed(String json) {
        return JsonMapper.shared()
                .writeValueAsString(reversed(JsonMapper.shared().readTree(json)));
    }

    private static JsonNode reversed(JsonNode node) {
        if (node.isArray()) {
            ArrayNode items = JsonMapper.shared().createArrayNode();
            node.forEach(item -> items.add(reversed(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        List<String> names = new ArrayList<>(node.propertyNames());
        Collections.reverse(names);
        ObjectNode fields = JsonMapper.shared().createObjectNode();
        names.forEach(name -> fields.set(name, reversed(node.get(name))));
        return fields;
    }

    /** Returns the format's name that a file's beginning speaks for. */
    static String recognised(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            byte[] head = plain.readNBytes(64 << 10);
            String surest = TraceReader.UNKNOWN;
            int most = 0;
            List<TraceFormat> formats = new ArrayList<>(Formats.all());
            formats.addAll(TraceReader.builtIn());
            for (TraceFormat format : formats) {
                int sure = format.recognise(head);
                if (sure > most) {
                    most = sure;
                    surest = format.name();
                }
            }
            return surest;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
