package dev.arceval.core.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is deleted from a record or turned into something else, it is kept or rejected, and its neighbours are kept. */
class MutationTest {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // Mutations on top of each other nest deeper than a writer would on its own.
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .build();

    @Provide
    Arbitrary<String> formats() {
        return Arbitraries.of(Samples.all().keySet());
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void mutatedRecord_neverThrowsAndLeavesItsNeighboursAlone(@ForAll("formats") String name, @ForAll long seed)
            throws IOException {
        String good = single(name);
        JsonNode mutated = MAPPER.readTree(good);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutated = mutate(mutated, random);
        }
        String broken = MAPPER.writeValueAsString(mutated);
        // Another record of the same kind under other ids, which a mutation cannot hit by chance.
        String neighbour = good.replace("5b8efff798038103", "aaaaaaaaaaaaaaaa")
                .replace("lf-1", "lf-9")
                .replace("run-", "other-")
                .replace("tr-1", "tr-9")
                .replace("sample-1", "sample-9")
                .replace("\"s-1\"", "\"s-9\"")
                .replace("hi", "ho");
        Map<String, List<Span>> alone = read(name, neighbour).spans;

        Seen seen = read(name, broken + "\n" + neighbour + "\n");

        alone.forEach((id, spans) -> assertThat(seen.spans.get(id)).containsAll(spans));
        seen.traces();
        assertThat(seen.rejected).allSatisfy(reason -> assertThat(reason).startsWith("1: "));
    }

    private static String single(String name) {
        String line = Raw.line(Samples.all().get(name));
        return line.startsWith("[") ? line.substring(1, line.length() - 1) : line;
    }

    private static Seen read(String name, String content) throws IOException {
        Seen seen = new Seen();
        Seen.format(name).read(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), seen);
        return seen;
    }

    private static JsonNode mutate(JsonNode root, SplittableRandom random) {
        List<JsonNode> holders = Raw.containers(root);
        if (holders.isEmpty()) {
            return root;
        }
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        JsonNode other = replacement(root, random);
        if (holder instanceof ObjectNode fields && !fields.isEmpty()) {
            List<String> names = new ArrayList<>(fields.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                fields.remove(name);
            } else {
                fields.set(name, other);
            }
        } else if (holder instanceof ArrayNode items && !items.isEmpty()) {
            int at = random.nextInt(items.size());
            switch (random.nextInt(3)) {
                case 0 -> items.remove(at);
                case 1 -> items.set(at, other);
                default -> items.add(items.get(at).deepCopy());
            }
        }
        return root;
    }

    private static JsonNode replacement(JsonNode root, SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0 -> MAPPER.getNodeFactory().nullNode();
            case 1 -> MAPPER.getNodeFactory().booleanNode(true);
            case 2 -> MAPPER.getNodeFactory().numberNode(-1L);
            case 3 -> MAPPER.getNodeFactory().numberNode(1e300);
            case 4 -> MAPPER.getNodeFactory().numberNode(Long.MAX_VALUE);
            case 5 -> MAPPER.getNodeFactory().stringNode("");
            case 6 -> MAPPER.getNodeFactory().stringNode("x".repeat(300));
            case 7 -> MAPPER.getNodeFactory().stringNode("\ud800 \u0000 {\"role\":");
            case 8 -> MAPPER.createObjectNode();
            case 9 -> MAPPER.createArrayNode();
            case 10 ->
                MAPPER.createArrayNode()
                        .add(MAPPER.createArrayNode())
                        .add("user")
                        .add(1);
            case 11 -> MAPPER.createObjectNode().set("", MAPPER.createObjectNode());
            case 12 -> deep();
            default -> root.deepCopy();
        };
    }

    private static JsonNode deep() {
        JsonNode deep = MAPPER.getNodeFactory().stringNode("deep");
        for (int i = 0; i < 200; i++) {
            deep = i % 2 == 0
                    ? MAPPER.createArrayNode().add(deep)
                    : MAPPER.createObjectNode().set("content", deep);
        }
        return deep;
    }
}
