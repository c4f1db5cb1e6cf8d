package dev.arceval.checks.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers, in the protocol of OpenAI's chat completions: whole or as a stream of events.
 *
 * @param status the HTTP status; anything but 200 is an error without content
 * @param content the text of the answer; null if the model asks for tools instead
 */
public record Reply(int status, @Nullable String content, List<Call> calls) {

    /** A call that the model asks for; the arguments are JSON text. */
    public record Call(String id, String name, String arguments) {}

    public static Reply answer(String content) {
        return new Reply(200, content, List.of());
    }

    public static Reply calls(Call... calls) {
        return new Reply(200, null, List.of(calls));
    }

    public static Reply error(int status) {
        return new Reply(status, null, List.of());
    }

    /** The answer as one object. */
    String whole(int number, String model) {
        String body = "\"message\":{\"role\":\"assistant\",\"refusal\":null,\"content\":" + text(content)
                + (calls.isEmpty() ? "" : ",\"tool_calls\":[" + joined(false) + "]") + "}";
        return envelope(number, "chat.completion", model, choice(body, finishReason()), usage(number));
    }

    /** The answer as the objects of a stream: a word each, or all calls; then the end, then what was consumed. */
    List<String> pieces(int number, String model) {
        List<String> deltas = new ArrayList<>();
        if (content == null) {
            deltas.add("\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + joined(true) + "]}");
        } else {
            for (String word : content.split("(?<= )")) {
                deltas.add("\"delta\":{\"role\":\"assistant\",\"content\":" + text(word) + "}");
            }
        }
        List<String> pieces = new ArrayList<>();
        for (String delta : deltas) {
            pieces.add(envelope(number, "chat.completion.chunk", model, choice(delta, "null"), "null"));
        }
        pieces.add(envelope(number, "chat.completion.chunk", model, choice("\"delta\":{}", finishReason()), "null"));
        pieces.add(envelope(number, "chat.completion.chunk", model, "", usage(number)));
        return pieces;
    }

    private static String envelope(int number, String object, String model, String choice, String usage) {
        return "{\"id\":\"chatcmpl-" + number + "\",\"object\":\"" + object
                + "\",\"created\":1700000000,\"model\":\"" + model + "\",\"choices\":[" + choice + "],\"usage\":"
                + usage
                + "}";
    }

    private static String choice(String body, String finishReason) {
        return "{\"index\":0," + body + ",\"logprobs\":null,\"finish_reason\":" + finishReason + "}";
    }

    private String finishReason() {
        return content == null ? "\"tool_calls\"" : "\"stop\"";
    }

    /** Figures that differ from request to request, so that a sum is told from its parts. */
    private String usage(int number) {
        int input = 10 + 21 * number;
        int output = content == null ? 10 + 2 * calls.size() : 6;
        return String.format(
                Locale.ROOT,
                "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4}}",
                input,
                output,
                input + output);
    }

    private String joined(boolean indexed) {
        List<String> all = new ArrayList<>();
        for (Call call : calls) {
            all.add("{" + (indexed ? "\"index\":" + all.size() + "," : "") + "\"id\":" + text(call.id)
                    + ",\"type\":\"function\",\"function\":{\"name\":" + text(call.name) + ",\"arguments\":"
                    + text(call.arguments) + "}}");
        }
        return String.join(",", all);
    }

    private static String text(@Nullable String text) {
        return text == null
                ? "null"
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
