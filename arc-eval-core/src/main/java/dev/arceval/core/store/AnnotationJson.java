package dev.arceval.core.store;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Annotations as JSON: in the database, where any SQLite tool shows it, and in archives. */
public final class AnnotationJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    private AnnotationJson() {}

    /** Returns the JSON object. */
    public static String write(Annotations annotations) {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode feedback = json.putArray("feedback");
        annotations.feedback().forEach(said -> feedback.add(feedback(said)));
        ArrayNode evaluations = json.putArray("evaluations");
        annotations.evaluations().forEach(evaluation -> evaluations.add(evaluation(evaluation)));
        ArrayNode tags = json.putArray("tags");
        annotations.tags().forEach(tags::add);
        return MAPPER.writeValueAsString(json);
    }

    /**
     * Returns what {@link #write} was given.
     *
     * @throws IllegalArgumentException if that is not what the text is
     */
    public static Annotations read(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            List<Feedback> feedback = new ArrayList<>();
            json.path("feedback").forEach(said -> feedback.add(feedback(said)));
            List<Evaluation> evaluations = new ArrayList<>();
            json.path("evaluations").forEach(evaluation -> evaluations.add(evaluation(evaluation)));
            Set<String> tags = new TreeSet<>();
            json.path("tags").forEach(tag -> tags.add(tag.asString()));
            return new Annotations(feedback, evaluations, tags);
        } catch (JacksonException | DateTimeException unreadable) {
            throw new IllegalArgumentException("these are no annotations", unreadable);
        }
    }

    private static ObjectNode feedback(Feedback said) {
        ObjectNode json = MAPPER.createObjectNode();
        if (said.correct() != null) {
            json.put("correct", said.correct());
        }
        if (said.score() != null) {
            json.put("score", said.score());
        }
        put(json, "notes", said.notes());
        put(json, "correctedOutput", said.correctedOutput());
        put(json, "author", said.author());
        put(json, "time", said.time().toString());
        return json;
    }

    private static Feedback feedback(JsonNode json) {
        JsonNode correct = json.get("correct");
        JsonNode score = json.get("score");
        return new Feedback(
                correct == null ? null : Boolean.valueOf(correct.asBoolean()),
                score == null ? null : Integer.valueOf(score.asInt()),
                text(json, "notes"),
                text(json, "correctedOutput"),
                json.path("author").asString(),
                Instant.parse(json.path("time").asString()));
    }

    private static ObjectNode evaluation(Evaluation evaluation) {
        ObjectNode json = MAPPER.createObjectNode();
        put(json, "name", evaluation.name());
        if (evaluation.score() != null) {
            // As text: JSON has no infinity.
            json.put("score", evaluation.score().toString());
        }
        put(json, "label", evaluation.label());
        put(json, "explanation", evaluation.explanation());
        return json;
    }

    private static Evaluation evaluation(JsonNode json) {
        String score = text(json, "score");
        return new Evaluation(
                json.path("name").asString(),
                score == null ? null : Double.valueOf(score),
                text(json, "label"),
                text(json, "explanation"));
    }

    private static void put(ObjectNode json, String name, @Nullable String text) {
        if (text != null) {
            json.put(name, text);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : value.asString();
    }
}
