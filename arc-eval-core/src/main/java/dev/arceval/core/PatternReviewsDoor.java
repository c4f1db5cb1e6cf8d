package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.PatternReviews;
import dev.arceval.core.json.Json;
import dev.arceval.core.json.JsonProblem;
import dev.arceval.eval.PatternReview;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keeps reviews as JSON Lines, sorted by pattern. */
record PatternReviewsDoor(Path directory) implements PatternReviews {

    private static final String FILE = "patterns.jsonl";

    /** Made when there is something to read or to write: most stores have no reviews, and every report asks for them. */
    private static final class Mapper {
        static final JsonMapper JSON = JsonMapper.builder(Json.factory()).build();
    }

    @Override
    public void put(PatternReview review) {
        TreeMap<String, PatternReview> reviews = read();
        reviews.put(review.patternId(), review);
        StringBuilder lines = new StringBuilder();
        reviews.values().forEach(each -> lines.append(line(each)).append('\n'));
        byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(directory.resolve(FILE), out -> out.write(content));
    }

    @Override
    public Optional<PatternReview> find(String patternId) {
        return Optional.ofNullable(read().get(patternId));
    }

    @Override
    public List<PatternReview> list() {
        return List.copyOf(read().values());
    }

    private TreeMap<String, PatternReview> read() {
        Path file = directory.resolve(FILE);
        TreeMap<String, PatternReview> reviews = new TreeMap<>();
        if (!Files.exists(file)) {
            return reviews;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot read " + file + ": " + WholeFile.reason(failed), failed);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                PatternReview review = review(file, i + 1, lines.get(i));
                reviews.put(review.patternId(), review);
            }
        }
        return reviews;
    }

    private static PatternReview review(Path file, int number, String line) {
        try {
            JsonNode json = Mapper.JSON.readTree(line);
            return new PatternReview(
                    json.path("pattern").asString(""),
                    text(json, "name"),
                    state(json.path("state").asString("")),
                    text(json, "note"));
        } catch (JacksonException broken) {
            throw Refusal.of(file, file + ":" + number + ": " + JsonProblem.of(broken));
        } catch (IllegalArgumentException broken) {
            throw Refusal.of(file, file + ":" + number + ": " + broken.getMessage());
        }
    }

    private static PatternReview.State state(String name) {
        for (PatternReview.State state : PatternReview.State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state must be one of " + List.of(PatternReview.State.values()));
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static String line(PatternReview review) {
        ObjectNode json = Mapper.JSON.createObjectNode();
        json.put("pattern", review.patternId());
        json.put("state", review.state().name());
        if (review.name() != null) {
            json.put("name", ShownText.of(review.name()));
        }
        if (review.note() != null) {
            json.put("note", ShownText.of(review.note()));
        }
        return Mapper.JSON.writeValueAsString(json);
    }
}
