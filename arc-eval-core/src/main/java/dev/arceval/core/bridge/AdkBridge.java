package dev.arceval.core.bridge;

import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An eval set of Google ADK, one invocation a case. Of a conversation with several, the last one is the case. */
final class AdkBridge implements Bridge {

    @Override
    public Set<Place> places() {
        return EnumSet.of(Place.ANSWER, Place.TOOLS);
    }

    @Override
    public String write(String name, List<Entry> entries) {
        ObjectNode set = Nodes.object().put("eval_set_id", name).put("name", name);
        ArrayNode cases = set.putArray("eval_cases");
        for (Entry entry : entries) {
            ObjectNode one = cases.addObject().put("eval_id", entry.id());
            ObjectNode invocation = one.putArray("conversation").addObject();
            invocation.put("invocation_id", entry.traceId() == null ? entry.id() : entry.traceId());
            invocation.set("user_content", content("user", entry.input()));
            entry.expected().ifPresent(answer -> invocation.set("final_response", content("model", answer)));
            invocation.set("intermediate_data", intermediate(entry.tools()));
        }
        return Nodes.pretty(set);
    }

    @Override
    public List<Entry> read(String text, Skipped skipped) {
        List<Entry> entries = new ArrayList<>();
        JsonNode root = Nodes.parse(text);
        if (root.isArray()) {
            root.forEach(turn -> addTurn(entries, turn, skipped));
            return entries;
        }
        JsonNode cases = Nodes.field(root, "eval_cases", "evalCases");
        if (cases == null) {
            skipped.note("no eval_cases");
            return entries;
        }
        for (JsonNode one : cases) {
            JsonNode conversation = Nodes.field(one, "conversation");
            if (conversation == null || conversation.isEmpty()) {
                skipped.note("scenarios, which have no recorded conversation");
                continue;
            }
            if (conversation.size() > 1) {
                skipped.note("conversations of several turns: all but the last turn");
            }
            JsonNode last = conversation.get(conversation.size() - 1);
            String input = said(Nodes.field(last, "user_content", "userContent"));
            Nodes.add(
                    entries,
                    skipped,
                    Nodes.text(one, "eval_id", "evalId", "case_id"),
                    input,
                    id -> new Entry(
                            id,
                            String.valueOf(input),
                            said(Nodes.field(last, "final_response", "finalResponse", "agent_content")),
                            List.of(),
                            calls(Nodes.field(last, "intermediate_data", "intermediateData")),
                            null,
                            null));
        }
        return entries;
    }

    /** What eval sets were before they had cases: a list of turns. */
    private static void addTurn(List<Entry> entries, JsonNode turn, Skipped skipped) {
        List<ToolCall> calls = new ArrayList<>();
        collect(
                Nodes.field(turn, "expected_tool_use"),
                use -> calls.add(Nodes.tool(
                        Nodes.text(use, "tool_name"),
                        Nodes.field(use, "tool_input"),
                        Nodes.field(use, "mock_tool_output"))));
        String input = Nodes.text(turn, "query");
        Nodes.add(
                entries,
                skipped,
                null,
                input,
                id -> new Entry(
                        id, String.valueOf(input), Nodes.text(turn, "reference"), List.of(), calls, null, null));
    }

    private static ObjectNode content(String role, String text) {
        ObjectNode content = Nodes.object().put("role", role);
        content.putArray("parts").addObject().put("text", text);
        return content;
    }

    private static ObjectNode intermediate(List<ToolCall> calls) {
        ObjectNode data = Nodes.object();
        ArrayNode uses = data.putArray("tool_uses");
        ArrayNode responses = data.putArray("tool_responses");
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            String id = call.id() == null ? "call-" + (i + 1) : call.id();
            uses.addObject().put("id", id).put("name", call.name()).set("args", Nodes.arguments(call));
            if (call.result() != null) {
                ObjectNode response = responses.addObject().put("id", id).put("name", call.name());
                response.putObject("response").put("result", call.result());
            }
        }
        data.putArray("intermediate_responses");
        return data;
    }

    private static @Nullable String said(@Nullable JsonNode content) {
        JsonNode parts = Nodes.field(content, "parts");
        if (parts == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            String piece = Nodes.text(part, "text");
            text.append(piece == null ? "" : piece);
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** Calls stand as uses beside responses, or as parts of events. */
    private static List<ToolCall> calls(@Nullable JsonNode data) {
        List<JsonNode> uses = new ArrayList<>();
        Map<String, JsonNode> responses = new HashMap<>();
        collect(Nodes.field(data, "tool_uses", "toolUses"), uses::add);
        collect(
                Nodes.field(data, "tool_responses", "toolResponses"),
                response -> responses.put(String.valueOf(Nodes.text(response, "id")), response));
        collect(
                Nodes.field(data, "invocation_events", "invocationEvents"),
                event -> collect(Nodes.field(Nodes.field(event, "content"), "parts"), part -> {
                    JsonNode call = Nodes.field(part, "function_call", "functionCall");
                    JsonNode response = Nodes.field(part, "function_response", "functionResponse");
                    if (call != null) {
                        uses.add(call);
                    }
                    if (response != null) {
                        responses.put(String.valueOf(Nodes.text(response, "id")), response);
                    }
                }));
        return uses.stream()
                .map(use -> Nodes.tool(
                        Nodes.text(use, "name"),
                        Nodes.field(use, "args"),
                        result(responses.get(String.valueOf(Nodes.text(use, "id"))))))
                .toList();
    }

    /** A response that is no object travels in one, under {@code result}. */
    private static @Nullable JsonNode result(@Nullable JsonNode response) {
        JsonNode value = Nodes.field(response, "response");
        JsonNode wrapped = value != null && value.size() == 1 ? Nodes.field(value, "result") : null;
        return wrapped == null ? value : wrapped;
    }

    private static void collect(@Nullable JsonNode array, Consumer<JsonNode> each) {
        if (array != null) {
            array.forEach(each);
        }
    }
}
