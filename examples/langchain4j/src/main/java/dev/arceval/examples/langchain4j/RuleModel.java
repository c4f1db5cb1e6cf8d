package dev.arceval.examples.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for a model, for the example to run without network: a few rules. */
final class RuleModel implements ChatModel {

    private static final Pattern NUMBER = Pattern.compile("A-\\d{3}");
    private static final Pattern EUROS = Pattern.compile("\"euros\"\\s*:\\s*(\\d+)");
    private static final Pattern FIELD = Pattern.compile("\"(item|status|reference)\"\\s*:\\s*\"([^\"]*)\"");

    @Override
    public ChatResponse doChat(ChatRequest request) {
        List<String> results = request.messages().stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(message -> ((ToolExecutionResultMessage) message).text())
                .toList();
        return ChatResponse.builder()
                .aiMessage(next(question(request.messages()), results))
                .modelName("rules-1")
                .tokenUsage(new TokenUsage(40 + 10 * request.messages().size(), 12))
                .build();
    }

    private static String question(List<ChatMessage> messages) {
        return messages.stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> ((UserMessage) message).singleText())
                .reduce((first, second) -> second)
                .orElse("");
    }

    private static AiMessage next(String question, List<String> results) {
        Matcher number = NUMBER.matcher(question);
        if (!number.find()) {
            return results.isEmpty()
                    ? call("in_stock", "{\"product\":\"" + question.replaceAll(".* (\\w+)\\?", "$1") + "\"}")
                    : AiMessage.from(results.get(0).equals("0") ? "We have none." : "We have " + results.get(0) + ".");
        }
        if (results.isEmpty()) {
            return call("lookup_order", "{\"number\":\"" + number.group() + "\"}");
        }
        String order = results.get(0);
        Matcher euros = EUROS.matcher(order);
        if (!euros.find()) {
            return AiMessage.from("I cannot find the order " + number.group() + ".");
        }
        if (!question.toLowerCase(Locale.ROOT).contains("money back")) {
            return AiMessage.from("Your " + field(order, "item") + " is " + field(order, "status") + ".");
        }
        if (results.size() == 1) {
            return call("refund", "{\"number\":\"" + number.group() + "\",\"euros\":" + euros.group(1) + "}");
        }
        String reference = field(results.get(1), "reference");
        return AiMessage.from(
                reference.isEmpty()
                        ? "A colleague will write to you."
                        : "You get " + euros.group(1) + " euros back, reference " + reference + ".");
    }

    private static AiMessage call(String tool, String arguments) {
        return AiMessage.from(ToolExecutionRequest.builder()
                .id("call_" + tool)
                .name(tool)
                .arguments(arguments)
                .build());
    }

    private static String field(String json, String name) {
        Matcher field = FIELD.matcher(json);
        while (field.find()) {
            if (field.group(1).equals(name)) {
                return field.group(2);
            }
        }
        return "";
    }
}
