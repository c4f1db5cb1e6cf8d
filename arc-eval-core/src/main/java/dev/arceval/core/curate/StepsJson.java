package dev.arceval.core.curate;

import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recorded calls as two lists, {@code toolCalls} and {@code modelCalls}. A model call says after how many tool calls it was
 * made, and of a conversation that goes on only what is new: it {@code keeps} so many messages of the model call before, its
 * answer included.
 */
final class StepsJson {

    private StepsJson() {}

    static void write(List<? extends Step> steps, ObjectNode line) {
        ArrayNode toolCalls = JsonNodeFactory.instance.arrayNode();
        ArrayNode modelCalls = JsonNodeFactory.instance.arrayNode();
        List<Message> before = List.of();
        for (Step step : steps) {
            if (step instanceof ToolCall call) {
                toolCalls.add(toolCall(call));
            } else {
                ModelCall call = (ModelCall) step;
                modelCalls.add(modelCall(call, toolCalls.size(), before));
                before = conversation(call);
            }
        }
        if (!toolCalls.isEmpty()) {
            line.set("toolCalls", toolCalls);
        }
        if (!modelCalls.isEmpty()) {
            line.set("modelCalls", modelCalls);
        }
    }

    static List<Step> read(Fields evalCase) throws CaseJson.Malformed {
        List<Step> steps = new ArrayList<>();
        List<Fields> toolCalls = evalCase.objects("toolCalls", "tool call");
        int tools = 0;
        List<Message> before = List.of();
        for (Fields json : evalCase.objects("modelCalls", "model call")) {
            int after = index(json, "afterToolCalls", tools, toolCalls.size());
            while (tools < after) {
                steps.add(toolCall(toolCalls.get(tools++)));
            }
            ModelCall call = modelCall(json, before);
            steps.add(call);
            before = conversation(call);
        }
        while (tools < toolCalls.size()) {
            steps.add(toolCall(toolCalls.get(tools++)));
        }
        return steps;
    }

    private static List<Message> conversation(ModelCall call) {
        List<Message> conversation = new ArrayList<>(call.input());
        conversation.addAll(call.output());
        return conversation;
    }

    private static ObjectNode toolCall(ToolCall call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", call.name());
        LineJson.putIfPresent(json, "id", call.id());
        LineJson.putJsonText(json, "arguments", call.arguments());
        LineJson.putJsonText(json, "result", call.result());
        LineJson.putIfPresent(json, "error", call.error());
        return json;
    }

    private static ToolCall toolCall(Fields call) throws CaseJson.Malformed {
        return new ToolCall(
                call.requiredText("name"),
                call.text("id"),
                call.jsonText("arguments"),
                call.jsonText("result"),
                call.text("error"));
    }

    private static ObjectNode modelCall(ModelCall call, int afterToolCalls, List<Message> before) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        LineJson.putIfPresent(json, "model", call.model());
        if (afterToolCalls > 0) {
            json.put("afterToolCalls", afterToolCalls);
        }
        int kept = kept(call.input(), before);
        if (kept > 0) {
            json.put("keeps", kept);
        }
        MessageJson.write(call.input().subList(kept, call.input().size()), "input", json);
        MessageJson.write(call.output(), "output", json);
        if (!call.finishReasons().isEmpty()) {
            ArrayNode reasons = json.putArray("finishReasons");
            call.finishReasons().forEach(reasons::add);
        }
        if (!call.usage().isEmpty()) {
            json.set("usage", usage(call.usage()));
        }
        LineJson.putIfPresent(json, "error", call.error());
        return json;
    }

    private static int kept(List<Message> input, List<Message> before) {
        int kept = 0;
        while (kept < Math.min(input.size(), before.size()) && input.get(kept).equals(before.get(kept))) {
            kept++;
        }
        return kept;
    }

    private static ModelCall modelCall(Fields json, List<Message> before) throws CaseJson.Malformed {
        List<Message> input = new ArrayList<>(before.subList(0, index(json, "keeps", 0, before.size())));
        input.addAll(MessageJson.read(json, "input"));
        List<String> reasons = json.texts("finishReasons");
        Fields usage = json.object("usage");
        return new ModelCall(
                json.text("model"),
                input,
                MessageJson.read(json, "output"),
                reasons == null ? List.of() : reasons,
                usage == null ? Usage.none() : usage(usage),
                json.text("error"));
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "inputTokens", usage.inputTokens());
        put(json, "outputTokens", usage.outputTokens());
        put(json, "cachedInputTokens", usage.cachedInputTokens());
        put(json, "cacheWriteTokens", usage.cacheWriteTokens());
        put(json, "reasoningTokens", usage.reasoningTokens());
        if (usage.costUsd() != null) {
            json.put("costUsd", usage.costUsd());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Usage usage(Fields json) throws CaseJson.Malformed {
        return new Usage(
                json.wholeNumber("inputTokens"),
                json.wholeNumber("outputTokens"),
                json.wholeNumber("cachedInputTokens"),
                json.wholeNumber("cacheWriteTokens"),
                json.wholeNumber("reasoningTokens"),
                json.number("costUsd"));
    }

    private static int index(Fields json, String name, int least, int most) throws CaseJson.Malformed {
        Long value = json.wholeNumber(name);
        if (value == null) {
            return least;
        }
        if (value < least || value > most) {
            throw json.malformed(name, "must be from " + least + " to " + most);
        }
        return value.intValue();
    }
}
