package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.LazyMessages;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of one record: a draft becomes a span through the vocabularies, and what is accepted is handed on when
 * the whole record has been read. The limits on texts, attributes and events are kept here. For one thread.
 */
public final class RecordSpans {

    private static final int MAX_ID_LENGTH = 128;

    private final JsonValues values;
    private final RecordResult result;
    private final Conversation conversation;
    private final Set<List<String>> ids = new HashSet<>();

    RecordSpans(JsonValues values, RecordResult result) {
        this.values = values;
        this.result = result;
        this.conversation = new Conversation(values);
    }

    /** Returns what the vocabularies make of {@code draft}. */
    public Span read(SpanDraft draft) {
        int[] dropped = {draft.dropped};
        SpanMapping mapping = new SpanMapping(limited(draft.attributes, dropped), conversation);
        String parent = draft.parentId;
        Span.Builder span = Span.builder(id(draft.id, HexIds.SPAN_DIGITS), draft.name)
                .parentSpanId(parent == null || parent.isEmpty() ? null : id(parent, HexIds.SPAN_DIGITS))
                .startEpochNanos(draft.start)
                .endEpochNanos(notBefore(draft.start, draft.end))
                .status(draft.status)
                .spanKind(draft.spanKind)
                .traceState(draft.traceState)
                .resource(Attributes.of(limited(draft.resource, dropped)))
                .scope(draft.scope)
                .links(draft.links);
        mapping.fill(span, draft.name, draft.status, cut(draft.message), events(draft, dropped));
        return span.droppedCount(dropped[0]).build();
    }

    /** Returns {@code attributes} within the limits, for events, links and scopes. */
    public Attributes attributes(Map<String, Object> attributes) {
        return Attributes.of(limited(attributes, new int[1]));
    }

    /** Returns the documents that {@code value} lists; none if it is no list of them. */
    public List<Document> documents(Object value) {
        List<Document> documents = Documents.read(value, conversation);
        return documents == null ? List.of() : documents;
    }

    /** Takes a finished span; a second one of the same id is dropped. */
    public void accept(String traceId, Span span) {
        String trace = id(traceId, HexIds.TRACE_DIGITS);
        if (!ids.add(List.of(trace, span.spanId()))) {
            repaired("second span with the same id dropped");
            return;
        }
        if (span.parentSpanId().filter(span.spanId()::equals).isPresent()) {
            repaired("span is its own parent");
        }
        result.accept(trace, limited(span));
    }

    /** Reads {@code draft} and takes it. */
    public void accept(String traceId, SpanDraft draft) {
        accept(traceId, read(draft));
    }

    /**
     * Takes note of a part that cannot be read while the rest is kept.
     *
     * @param reason names the place and what is wrong, never a value
     */
    public void reject(String reason) {
        result.reject(reason);
    }

    /** Takes note of a repair, as a short fixed text. */
    public void repaired(String repair) {
        result.repaired(repair);
    }

    /** Returns the exception that refuses the record as a whole. */
    public static RuntimeException refusal(String reason) {
        return new MalformedRecordException(reason);
    }

    /** An id that is too long to be one is replaced by digits made from it, the same ones wherever it stands. */
    private String id(String id, int digits) {
        if (id.length() <= MAX_ID_LENGTH) {
            return id;
        }
        repaired("id beyond " + MAX_ID_LENGTH + " characters replaced by one made from it");
        return HexIds.of(id, digits);
    }

    private long notBefore(long start, long end) {
        if (start != 0 && end != 0 && end < start) {
            repaired("end before start set to start");
            return start;
        }
        return end;
    }

    private List<Span.Event> events(SpanDraft draft, int[] dropped) {
        int most = values.limits().events();
        if (draft.events.size() <= most) {
            return draft.events;
        }
        dropped[0] += draft.events.size() - most;
        repaired("events or links beyond the limit dropped");
        return draft.events.subList(0, most);
    }

    private Map<String, Object> limited(Map<String, Object> attributes, int[] dropped) {
        Map<String, Object> kept = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (name.isEmpty() || kept.size() >= values.limits().attributes()) {
                repaired(name.isEmpty() ? "attribute without name dropped" : "attributes beyond the limit dropped");
                dropped[0]++;
            } else {
                Object shallow = shallow(value, 0);
                kept.put(values.cut(name), Vocabularies.holdsMessages(name) ? shallow : values.cut(shallow));
            }
        });
        return kept;
    }

    private Object shallow(Object value, int depth) {
        if (value instanceof List<?> list) {
            return depth == Attributes.MAX_DEPTH
                    ? tooDeep()
                    : list.stream().map(item -> shallow(item, depth + 1)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            if (depth == Attributes.MAX_DEPTH) {
                return tooDeep();
            }
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put((String) name, shallow(item, depth + 1)));
            return copy;
        }
        return value;
    }

    private Object tooDeep() {
        repaired("value nested deeper than " + Attributes.MAX_DEPTH + " levels cut");
        return Attributes.Empty.VALUE;
    }

    private Span limited(Span span) {
        if (within(span.input()) && within(span.output()) && span.toolCall().isEmpty()) {
            return span;
        }
        Span.Builder cut = span.toBuilder().input(cut(span.input())).output(cut(span.output()));
        span.toolCall()
                .ifPresent(call -> cut.toolArguments(cut(call.arguments())).toolResult(cut(call.result())));
        return cut.build();
    }

    /** Messages that were not read yet are cut when they are. */
    private boolean within(List<Message> messages) {
        return messages instanceof LazyMessages
                || messages.stream()
                        .flatMap(message -> message.parts().stream())
                        .noneMatch(this::isLong);
    }

    private boolean isLong(Message.Part part) {
        int most = values.limits().textLength();
        if (part instanceof Message.Text text) {
            return text.content().length() > most;
        }
        if (part instanceof Message.ToolRequest request) {
            return request.arguments() != null && request.arguments().length() > most;
        }
        if (part instanceof Message.ToolResponse response) {
            return response.result().length() > most;
        }
        return part instanceof Message.Other other && other.json().length() > most;
    }

    private List<Message> cut(List<Message> messages) {
        return within(messages) ? messages : conversation.cut(messages);
    }

    private @Nullable String cut(@Nullable String text) {
        return text == null ? null : values.cut(text);
    }
}
