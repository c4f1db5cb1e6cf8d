package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.trace.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes messages as OpenTelemetry's {@code gen_ai.input.messages}, so that {@link MessageReader} reads the same ones. */
final class MessageWriter {

    private MessageWriter() {}

    static String write(List<Message> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartArray();
            messages.forEach(message -> message(json, message));
            json.writeEndArray();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void message(JsonGenerator json, Message message) {
        json.writeStartObject();
        text(json, "role", message.role().name().toLowerCase(Locale.ROOT));
        json.writeName("parts");
        json.writeStartArray();
        message.parts().forEach(part -> part(json, part));
        json.writeEndArray();
        text(json, "name", message.name());
        json.writeEndObject();
    }

    private static void part(JsonGenerator json, Message.Part part) {
        if (part instanceof Message.Other other && readsBack(other)) {
            json.writeRawValue(Texts.wellFormed(other.json()));
            return;
        }
        json.writeStartObject();
        if (part instanceof Message.Text text) {
            text(json, "type", "text");
            text(json, "content", text.content());
        } else if (part instanceof Message.ToolRequest request) {
            text(json, "type", "tool_call");
            text(json, "id", request.id());
            text(json, "name", request.name());
            text(json, "arguments", request.arguments());
        } else if (part instanceof Message.ToolResponse response) {
            text(json, "type", "tool_call_response");
            text(json, "id", response.id());
            text(json, "response", response.result());
        } else if (part instanceof Message.Other other) {
            text(json, "type", MessageReader.WRAPPED);
            text(json, "name", other.type());
            text(json, "content", other.json());
        }
        json.writeEndObject();
    }

    /** Whether the part's own JSON, standing in a message, gives the same part again. */
    private static boolean readsBack(Message.Other other) {
        List<Message> read = MessageReader.read("[{\"parts\":[" + other.json() + "]}]", Message.Role.USER);
        return read != null && read.size() == 1 && read.get(0).parts().equals(List.of(other));
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, Texts.wellFormed(value));
        }
    }
}
