package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of Google's Agent Development Kit: {@code {id, app_name, user_id, events[]}}, names in either case. Each
 * invocation, from what the user says to the last answer, is a trace; they share the session's id as conversation.
 */
final class AdkSessionFormat implements JsonFormat {

    @Override
    public String name() {
        return "adk-session";
    }

    @Override
    public int recognise(Shape shape) {
        boolean events = shape.hasAny("events[].invocation_id", "events[].invocationId")
                && shape.hasAny("events[].author", "events[].content.parts");
        boolean session = shape.has("events")
                && shape.hasAll("id")
                && shape.hasAny("app_name", "appName", "pending_events", "last_update_time", "lastUpdateTime");
        return events || session ? CERTAIN : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node events = record.get("events");
        if (!events.isList()) {
            throw RecordSpans.refusal("no events: not a session of ADK");
        }
        String session = record.get("id", "session_id", "sessionId").text("");
        Map<String, List<Node>> invocations = new LinkedHashMap<>();
        for (Node event : events.items()) {
            if (event.isObject()) {
                String id = event.get("invocation_id", "invocationId").text("");
                invocations.computeIfAbsent(id, key -> new ArrayList<>()).add(event);
            } else {
                spans.reject(event.path() + " must be an object");
            }
        }
        if (invocations.isEmpty()) {
            spans.repaired("session without events left out");
        }
        String content = session.isEmpty() ? record.json() : session;
        invocations.forEach((id, all) -> invocation(record, session, Ids.trace("adk", content, id), id, all, spans));
    }

    private static void invocation(
            Node session, String sessionId, String traceId, String id, List<Node> events, RecordSpans spans) {
        Transcript transcript = new Transcript(traceId, spans);
        transcript.name = "invocation";
        transcript.agent = session.get("app_name", "appName").filled();
        transcript.conversation = sessionId.isEmpty() ? null : sessionId;
        transcript.provider = null;
        attribute(transcript, "gcp.vertex.agent.invocation_id", id);
        attribute(transcript, "user.id", session.get("user_id", "userId").filled());
        List<Said> said = new ArrayList<>();
        for (Node event : events) {
            if (event.get("partial").isTrue() || event.at("options", "partial").isTrue()) {
                continue;
            }
            Said one = said(event, spans);
            long time = one == null ? 0 : one.start;
            transcript.start = transcript.start == 0 ? time : transcript.start;
            transcript.end = Math.max(transcript.end, time);
            error(event, transcript);
            if (one != null) {
                if (transcript.agent == null && one.message.role() == Message.Role.ASSISTANT) {
                    transcript.agent = event.get("author").filled();
                }
                said.add(one);
            }
        }
        transcript.write(said);
    }

    private static void attribute(Transcript transcript, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            transcript.attributes.put(name, value);
        }
    }

    private static void error(Node event, Transcript transcript) {
        String code = event.get("error_code", "errorCode").filled();
        if (code != null) {
            transcript.failed = true;
            transcript.errorType = code;
            transcript.errorMessage = event.get("error_message", "errorMessage").filled();
        }
    }

    /** An event is said by its author, whatever its content's role says: a model's role may be missing. */
    private static @Nullable Said said(Node event, RecordSpans spans) {
        Node content = event.get("content");
        if (!content.isObject() || content.get("parts").items().isEmpty()) {
            return null;
        }
        boolean user = event.get("author").text("").equals("user");
        Said said = ChatMessages.message(Node.root(Map.of(
                "role",
                content.get("role").text(user ? "user" : "model"),
                "parts",
                content.get("parts").tree())));
        String author = event.get("author").filled();
        Said named = new Said(
                new Message(said.message.role(), said.message.parts(), user || author == null ? null : author));
        named.answers.addAll(said.answers);
        long time = Words.time(event.get("timestamp"), spans);
        named.start = time;
        named.end = time;
        named.model = event.get("model_version", "modelVersion").filled();
        named.finishReason = event.get("finish_reason", "finishReason").filled();
        named.usage = Usages.of(event.get("usage_metadata", "usageMetadata"));
        return named;
    }
}
