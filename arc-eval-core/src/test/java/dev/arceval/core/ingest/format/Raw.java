package dev.arceval.core.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    static boolean present(JsonNode node, String field) {
        return node.has(field) && !node.get(field).isNull();
    }
}
