package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Document;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads and writes lists of documents as JSON: the conventions' own, those of the frameworks, and lists of mere texts. */
final class Documents {

    private Documents() {}

    /** Returns the documents, or null if {@code value} is no list of them. */
    static @Nullable List<Document> read(Object value, Conversation conversation) {
        String text = value instanceof String string ? string : value instanceof List<?> ? ValueJson.write(value) : "";
        JsonMembers holder = text.startsWith("{") && text.contains("\"documents\"") ? JsonMembers.of(text) : null;
        if (holder != null && holder.holdOnly("documents")) {
            text = String.valueOf(holder.get(List.of("documents")));
        }
        if (!text.startsWith("[")) {
            return null;
        }
        try (JsonParser json = Json.parser(text)) {
            List<Document> documents = new ArrayList<>();
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Document document = document(json, text, conversation);
                if (document == null) {
                    return null;
                }
                documents.add(document);
            }
            return json.nextToken() == null && !documents.isEmpty() ? documents : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Returns the document that single attributes describe, by the last part of their names. */
    static @Nullable Document of(Map<String, Object> parts, Conversation conversation) {
        Double score = parts.get("score") instanceof Number number && Double.isFinite(number.doubleValue())
                ? Double.valueOf(number.doubleValue())
                : null;
        String content = text(parts.get("content"));
        String metadata = text(parts.get("metadata"));
        return new Document(
                text(parts.get("id")),
                content == null ? null : conversation.cut(content),
                score,
                metadata == null ? null : conversation.cut(metadata));
    }

    static String write(List<Document> documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartArray();
            for (Document document : documents) {
                json.writeStartObject();
                text(json, "id", document.id());
                if (document.score() != null) {
                    json.writeNumberProperty("score", document.score());
                }
                text(json, "content", document.content());
                text(json, "metadata", document.metadata());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static @Nullable Document document(JsonParser json, String text, Conversation conversation) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return new Document(null, conversation.cut(Texts.wellFormed(json.getString())), null, null);
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String id = null;
        String content = null;
        String metadata = null;
        Double score = null;
        boolean known = true;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "id", "doc_id" -> id = raw(json, text);
                case "content", "page_content", "text" -> content = raw(json, text);
                case "metadata", "meta" -> metadata = raw(json, text);
                case "score" -> score = score(json);
                default -> {
                    known = false;
                    JsonRecordReader.skip(json);
                }
            }
        }
        // A list of other things may have an id, too; and what would be lost must not be taken.
        return !known && content == null
                ? null
                : new Document(
                        id,
                        content == null ? null : conversation.cut(content),
                        score,
                        metadata == null ? null : conversation.cut(metadata));
    }

    private static @Nullable Double score(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            double score = json.getDoubleValue();
            return Double.isFinite(score) ? score : null;
        }
        JsonRecordReader.skip(json);
        return null;
    }

    private static @Nullable String raw(JsonParser json, String text) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            return Texts.wellFormed(json.getString());
        }
        int start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        return Texts.wellFormed(
                text.substring(start, (int) json.currentLocation().getCharOffset()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value instanceof String text ? text : ValueJson.write(value);
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, Texts.wellFormed(value));
        }
    }
}
