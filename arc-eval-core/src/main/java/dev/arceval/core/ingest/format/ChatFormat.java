package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations with a model: {@code {messages: [...]}} as for fine-tuning, a list of messages, a request, a response, or a
 * pair of both, in the shapes {@link ChatMessages} and {@link ModelCall} know. A record is a trace.
 *
 * <p>Such records rarely have an id. The trace's id is made from the record, so that reading it twice is noticed.
 */
final class ChatFormat implements JsonFormat, JsonTraceFormat.OfOneList {

    private static final String[] REQUEST = {"request", "request_body", "requestBody", "body", "req"};
    private static final String[] RESPONSE = {"response", "response_body", "responseBody", "res"};
    private static final String[] LISTS = {"messages", "conversations", "conversation", "dialog", "chat_history", "list"
    };
    private static final String[] SESSION = {"conversation_id", "thread_id", "session_id", "sessionId", "chat_id"};

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public int recognise(Shape shape) {
        boolean sent = shape.has("model") && isMessages(shape, "input[].");
        if (sent || isMessages(shape, "messages[].") || shape.has("contents[].parts") || isList(shape)) {
            return LIKELY;
        }
        boolean response =
                isResponse(shape, "") || isResponse(shape, "response.") || isResponse(shape, "response.body.");
        boolean request =
                isRequest(shape, "request.") || isRequest(shape, "body.") || isRequest(shape, "request_body.");
        return response || request ? LIKELY : isWeak(shape) ? PERHAPS : 0;
    }

    private static boolean isList(Shape shape) {
        boolean speaks = shape.has("role") && shape.hasAny("content", "parts", "tool_calls");
        return shape.isList() && speaks || isMessages(shape, "[].") || isMessages(shape, "list[].");
    }

    private static boolean isMessages(Shape shape, String prefix) {
        boolean said = shape.hasAny(
                prefix + "content",
                prefix + "parts",
                prefix + "tool_calls",
                prefix + "data.content",
                prefix + "kwargs.content",
                prefix + "message.content");
        return said
                && shape.hasAny(
                        prefix + "role",
                        prefix + "type",
                        prefix + "source",
                        prefix + "author",
                        prefix + "message.role",
                        prefix + "lc");
    }

    private static boolean isRequest(Shape shape, String prefix) {
        return isMessages(shape, prefix + "messages[].")
                || shape.has(prefix + "contents[].parts")
                || shape.hasAll(prefix + "model", prefix + "input")
                || shape.hasAll(prefix + "model", prefix + "prompt")
                || shape.hasAll(prefix + "inputText", prefix + "textGenerationConfig");
    }

    private static boolean isResponse(Shape shape, String prefix) {
        String object = shape.text(prefix + "object");
        return shape.hasAny(
                                prefix + "choices[].message",
                                prefix + "choices[].delta",
                                prefix + "candidates[].content",
                                prefix + "output.message.content",
                                prefix + "content[].text",
                                prefix + "_sse")
                        && shape.hasAny(
                                prefix + "usage",
                                prefix + "model",
                                prefix + "object",
                                prefix + "stopReason",
                                prefix + "stop_reason",
                                prefix + "usageMetadata",
                                prefix + "modelVersion",
                                prefix + "_sse")
                || object.equals("response")
                || object.startsWith("chat.completion")
                || shape.hasAll(prefix + "content[].type", prefix + "stop_reason")
                || shape.hasAll(prefix + "message.content", prefix + "done")
                || prefix.isEmpty() && shape.hasAll("data[].object", "data[].role", "data[].thread_id");
    }

    private static boolean isWeak(Shape shape) {
        return shape.hasAll("conversations[].from", "conversations[].value")
                || shape.hasAll("model", "prompt", "max_tokens")
                || shape.hasAll("request", "response")
                || shape.hasAll("status", "headers", "body")
                || shape.hasAll("method", "path", "body", "response")
                || shape.hasAll("role", "content");
    }

    @Override
    public boolean isOneRecord(Shape shape) {
        boolean message = shape.has("role") || shape.hasAny("type", "source") && shape.has("content");
        return message && !shape.hasAny("messages", "choices", "request", "response", "body", "stop_reason", "[].role");
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node whole = record.isList() ? Node.root(Map.of("list", record.tree())) : record;
        if (whole.has(REQUEST) && !whole.get(REQUEST).isList()
                || whole.get(RESPONSE).isObject()) {
            exchange(whole, spans);
            return;
        }
        ModelCall answer = ModelCall.ofResponse(whole);
        if (answer != null && !answer.said.isEmpty() && !whole.has("messages")) {
            transcript(whole, spans).write(List.of(), timed(answer));
            return;
        }
        List<Said> said = said(whole);
        if (said.isEmpty()) {
            throw RecordSpans.refusal("no messages: not a conversation");
        }
        Transcript transcript = transcript(whole, spans);
        transcript.usage = Usages.of(whole.get("usage", "token_usage", "usage_metadata"));
        transcript.write(said);
    }

    private static List<Said> said(Node record) {
        List<Node> thread = record.get("data").items();
        if (!thread.isEmpty() && thread.get(0).get("object").text("").equals("thread.message")) {
            List<Node> sorted = new ArrayList<>(thread);
            sorted.sort(Comparator.comparingLong(
                    message -> message.get("created_at").nanos()));
            return ChatMessages.list(sorted);
        }
        ModelCall request = ModelCall.ofRequest(record);
        if (request != null) {
            return request.said;
        }
        Node list = record.get(LISTS);
        if (list.items().stream().anyMatch(turn -> turn.has("from") && turn.has("value"))) {
            return shared(list);
        }
        return list.isList() ? ChatMessages.list(list.items()) : ChatMessages.list(List.of(record));
    }

    /** The turns of collections of shared chats: {@code {from: human, value: text}}. */
    private static List<Said> shared(Node list) {
        List<Node> messages = new ArrayList<>();
        for (Node turn : list.items()) {
            String from = turn.get("from").text("");
            messages.add(Node.root(Map.of(
                    "role",
                    from.equals("gpt") ? "assistant" : from.equals("observation") ? "tool" : from,
                    "content",
                    turn.get("value").text(""))));
        }
        return ChatMessages.list(messages);
    }

    private static void exchange(Node record, RecordSpans spans) {
        Node request = body(record.get(REQUEST));
        Node response = body(record.get(RESPONSE));
        if (!record.has(RESPONSE) && ModelCall.ofRequest(request) == null) {
            // A response kept with its headers: what is called the body is the answer.
            response = request;
        }
        ModelCall sent = ModelCall.ofRequest(request);
        ModelCall answer = answer(response);
        if (response.at("data").items().stream().anyMatch(item -> item.has("embedding"))
                || sent == null && answer == null) {
            spans.repaired("exchange that is no model call left out");
            return;
        }
        Transcript transcript = transcript(record, spans);
        transcript.model = sent == null || sent.model == null ? modelOf(record.get("uri", "url", "path")) : sent.model;
        Long status = record.get("status", "status_code").count();
        if (status == null) {
            status = record.get(RESPONSE).get("status", "status_code").count();
        }
        ModelCall outcome = answer == null ? ModelCall.unknown() : timed(answer);
        if (status != null && status >= 400 && outcome.errorType == null) {
            outcome.errorType = "HTTP " + status;
        }
        if (outcome.errorType != null) {
            transcript.failed = true;
            transcript.errorType = outcome.errorType;
            transcript.errorMessage = outcome.error;
        }
        transcript.write(sent == null ? List.of() : sent.said, outcome);
    }

    private static @Nullable ModelCall answer(Node response) {
        String stream = response.isText()
                ? response.text("")
                : response.get("_sse", "_text").text("");
        Node whole = stream.isEmpty() ? response : EventStream.joined(stream);
        return ModelCall.ofResponse(whole);
    }

    /** The body may be kept with what was around it, and as text. */
    private static Node body(Node side) {
        Node value = side.parsed();
        Node inner = value.get("body", "content", "json");
        boolean wrapped = value.has("headers", "status_code", "statusCode", "uri", "url") && inner.exists();
        Node body = wrapped ? inner.parsed() : value;
        return body.has("string") ? body.get("string").parsed() : body;
    }

    private static @Nullable String modelOf(Node address) {
        String path = address.text("");
        int at = path.indexOf("/models/");
        int from = at >= 0 ? at + 8 : path.indexOf("/model/") + 7;
        if (from < 7) {
            return null;
        }
        int to = from;
        while (to < path.length() && ":/?%".indexOf(path.charAt(to)) < 0) {
            to++;
        }
        return to == from ? null : path.substring(from, to);
    }

    private static ModelCall timed(ModelCall answer) {
        answer.said.forEach(said -> said.end = answer.created);
        return answer;
    }

    private static Transcript transcript(Node record, RecordSpans spans) {
        String id = record.get("trace_id", "traceId").filled();
        Transcript transcript = new Transcript(id == null ? Ids.trace("chat", record.json()) : Ids.plain(id), spans);
        transcript.conversation = record.get(SESSION).filled();
        transcript.agent = record.get("agent", "agent_name", "assistant_id").filled();
        transcript.provider = record.get("provider").filled();
        transcript.model = record.get("model").filled();
        String own = record.get("id", "custom_id").filled();
        if (own != null) {
            transcript.attributes.put("record.id", own);
        }
        return transcript;
    }
}
