package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log records of an {@code ExportLogsServiceRequest} that say something of a model call or a tool: the events of
 * the GenAI conventions, and the lines in which Spring AI logs prompts and answers. Each becomes an event of its span.
 */
final class LogRecords {

    /** Counted for each record about something else. */
    static final String OTHER = "log record that says nothing of a model call left out";

    private static final String EXCEPTION = "gen_ai.client.operation.exception";

    /** How the lines of Spring AI's observation handlers begin, and which event says the same. */
    private static final Map<String, String> SPRING_AI = Map.of(
            "Chat Model Prompt Content:", "gen_ai.content.prompt",
            "Chat Client Prompt Content:", "gen_ai.content.prompt",
            "Chat Model Completion:", "gen_ai.content.completion",
            "Chat Client Completion:", "gen_ai.content.completion");

    private static final String SPRING_AI_LOGGER = "org.springframework.ai.";

    private final JsonValues values;
    private final RecordResult result;
    private final OtlpAttributes attributes;

    LogRecords(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
        this.attributes = new OtlpAttributes(values, result);
    }

    /** A record that waits for the scope it lies in. */
    private record Waiting(String traceId, String spanId, String event, long time, Map<String, Object> attributes) {}

    /** Reads the value of {@code resourceLogs}. */
    void resourceLogs() {
        each(() -> fields(name -> {
            if (name.equals("scopeLogs")) {
                each(this::scopeLogs);
            } else {
                values.skip();
            }
        }));
    }

    private void scopeLogs() {
        List<Waiting> records = new ArrayList<>();
        String[] scope = {""};
        fields(name -> {
            switch (name) {
                case "scope" ->
                    fields(part -> {
                        if (part.equals("name")) {
                            scope[0] = values.text();
                        } else {
                            values.skip();
                        }
                    });
                case "logRecords" -> each(() -> records.add(logRecord()));
                default -> values.skip();
            }
        });
        records.forEach(log -> deliver(scope[0], log));
    }

    private Waiting logRecord() {
        Map<String, Object> more = new LinkedHashMap<>();
        String[] texts = {"", "", ""};
        long[] times = {0, 0};
        Object[] body = {Attributes.Empty.VALUE};
        fields(name -> {
            switch (name) {
                case "traceId" -> texts[0] = values.text();
                case "spanId" -> texts[1] = values.text();
                case "eventName" -> texts[2] = values.text();
                case "timeUnixNano" -> times[0] = values.nanos();
                case "observedTimeUnixNano" -> times[1] = values.nanos();
                case "attributes" -> attributes.read(more);
                case "body" -> body[0] = attributes.anyValue(0);
                default -> values.skip();
            }
        });
        if (more.remove("event.name") instanceof String name && texts[2].isEmpty()) {
            texts[2] = name;
        }
        if (body[0] instanceof Map<?, ?> map) {
            map.forEach((name, value) -> more.putIfAbsent((String) name, value));
        } else if (!(body[0] instanceof Attributes.Empty)) {
            more.putIfAbsent(EventMessages.BODY, body[0]);
        }
        return new Waiting(texts[0], texts[1], texts[2], times[0] == 0 ? times[1] : times[0], more);
    }

    private void deliver(String scope, Waiting log) {
        Span.Event event = event(scope, log);
        if (event == null) {
            result.repaired(OTHER);
            return;
        }
        String traceId = HexIds.canonical(log.traceId, HexIds.TRACE_DIGITS);
        String spanId = HexIds.canonical(log.spanId, HexIds.SPAN_DIGITS);
        if (traceId == null || spanId == null) {
            result.repaired(LogEvents.NO_SPAN);
        } else {
            result.event(traceId, spanId, event);
        }
    }

    private static Span.@Nullable Event event(String scope, Waiting log) {
        if (log.event.equals(EXCEPTION)) {
            return event("exception", log, log.attributes);
        }
        if (log.event.equals(SpanMapping.EVALUATION_EVENT)
                || log.event.equals(GenAiWords.DETAILS_EVENT)
                || Vocabularies.event(log.event) != null) {
            return event(log.event, log, log.attributes);
        }
        if (scope.startsWith(SPRING_AI_LOGGER) && log.attributes.get(EventMessages.BODY) instanceof String line) {
            for (Map.Entry<String, String> beginning : SPRING_AI.entrySet()) {
                if (line.startsWith(beginning.getKey())) {
                    String said =
                            unlisted(line.substring(beginning.getKey().length()).strip());
                    return event(beginning.getValue(), log, Map.of("content", said));
                }
            }
        }
        return null;
    }

    /** Spring AI writes a list in brackets and quotes without escaping what is in them: one text can be told for sure. */
    private static String unlisted(String text) {
        boolean listed = text.startsWith("[\"") && text.endsWith("\"]") && text.length() >= 4;
        return listed && JsonMembers.texts(text) == null ? text.substring(2, text.length() - 2) : text;
    }

    private static Span.Event event(String name, Waiting log, Map<String, Object> attributes) {
        return new Span.Event(name, log.time, Attributes.of(attributes));
    }

    /** Returns {@code span} with what {@code events} say; what it says itself counts. */
    static Span join(Span span, List<Span.Event> events, Consumer<String> repaired) {
        RecordResult result = new RecordResult();
        Map<String, Object> said = SpanAttributes.of(span);
        said.remove(OwnWords.EXACT);
        said.remove(OwnWords.STATUS_MESSAGE);
        Span.Builder joined = span.toBuilder();
        new SpanMapping(said, new Conversation(ReadLimits.standard(), result))
                .fill(joined, span.name(), span.status(), span.statusMessage().orElse(null), events);
        Span filled = joined.build();
        result.repairs().forEach(repaired);
        List<Span.Event> allEvents = new ArrayList<>(span.events());
        allEvents.addAll(filled.events());
        List<Evaluation> allEvaluations = new ArrayList<>(span.evaluations());
        allEvaluations.addAll(filled.evaluations());
        return filled.toBuilder().events(allEvents).evaluations(allEvaluations).build();
    }

    private void each(Runnable item) {
        if (values.array()) {
            while (values.nextItem()) {
                item.run();
            }
        }
    }

    private void fields(Consumer<String> field) {
        if (values.object()) {
            for (String name = values.nextField(); name != null; name = values.nextField()) {
                field.accept(name);
            }
        }
    }
}
