package dev.arceval.core.curate;

import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as JSON. Most are one text: {@code {"role":"user","text":"…"}}; others have {@code parts}, each a {@code text}, a
 * {@code toolRequest}, a {@code toolResponse}, or {@code json} of another {@code type}.
 */
final class MessageJson {

    private MessageJson() {}

    /** Sets {@code name} to the messages, if there are any. */
    static void write(List<Message> messages, String name, ObjectNode json) {
        if (!messages.isEmpty()) {
            ArrayNode array = json.putArray(name);
            messages.forEach(message -> array.add(message(message)));
        }
    }

    static List<Message> read(Fields json, String name) throws CaseJson.Malformed {
        List<Message> messages = new ArrayList<>();
        for (Fields message : json.objects(name, name + " message")) {
            messages.add(message(message));
        }
        return messages;
    }

    private static ObjectNode message(Message message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("role", message.role().name().toLowerCase(Locale.ROOT));
        LineJson.putIfPresent(json, "name", message.name());
        if (message.parts().size() == 1 && message.parts().get(0) instanceof Message.Text text) {
            return json.put("text", text.content());
        }
        ArrayNode parts = json.putArray("parts");
        message.parts().forEach(part -> parts.add(part(part)));
        return json;
    }

    private static Message message(Fields json) throws CaseJson.Malformed {
        String text = json.text("text");
        List<Message.Part> parts = new ArrayList<>();
        if (text != null) {
            parts.add(new Message.Text(text));
        }
        for (Fields part : json.objects("parts", "part")) {
            parts.add(part(part));
        }
        return new Message(role(json), parts, json.text("name"));
    }

    private static Message.Role role(Fields json) throws CaseJson.Malformed {
        String name = json.requiredText("role");
        for (Message.Role role : Message.Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw json.malformed("role", "must be system, user, assistant or tool: " + name);
    }

    private static ObjectNode part(Message.Part part) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (part instanceof Message.Text text) {
            return json.put("text", text.content());
        }
        if (part instanceof Message.ToolRequest request) {
            json.put("toolRequest", request.name());
            LineJson.putIfPresent(json, "id", request.id());
            LineJson.putJsonText(json, "arguments", request.arguments());
            return json;
        }
        if (part instanceof Message.ToolResponse response) {
            LineJson.putJsonText(json, "toolResponse", response.result());
            LineJson.putIfPresent(json, "id", response.id());
            return json;
        }
        Message.Other other = (Message.Other) part;
        json.put("type", other.type());
        LineJson.putJsonText(json, "json", other.json());
        return json;
    }

    private static Message.Part part(Fields json) throws CaseJson.Malformed {
        String text = json.text("text");
        if (text != null) {
            return new Message.Text(text);
        }
        String request = json.text("toolRequest");
        if (request != null) {
            return new Message.ToolRequest(json.text("id"), request, json.jsonText("arguments"));
        }
        String response = json.jsonText("toolResponse");
        if (response != null) {
            return new Message.ToolResponse(json.text("id"), response);
        }
        String other = json.jsonText("json");
        if (other == null) {
            throw json.malformed("part", "must hold text, toolRequest, toolResponse or json");
        }
        return new Message.Other(json.requiredText("type"), other);
    }
}
