package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a trace of the simple JSON, collected in any order and then made spans. Both readers go through here, so they
 * cannot differ in what they make of a trace. Mutable and used again for each record, the drafts of its spans too.
 *
 * <p>What a span lacks comes from the trace: without times it starts at the trace's {@code timestamp} and has no end,
 * without an id it gets its position.
 */
final class SimpleJsonTrace {

    /** More are not kept for the next record. */
    private static final int MOST_DRAFTS = 256;

    private final RecordResult result;
    private final SpanMapping mapping;
    private final List<Draft> drafts = new ArrayList<>();
    private int used;

    String traceId = "";
    long timestamp;
    final Map<String, Object> resource = new LinkedHashMap<>();

    SimpleJsonTrace(RecordResult result, Conversation conversation) {
        this.result = result;
        this.mapping = new SpanMapping(conversation);
    }

    /** One span. */
    static final class Draft {

        String id = "";
        String parentId = "";
        String name = "";
        long start;
        long end;
        Span.@Nullable Status status;

        @Nullable
        String message;

        int dropped;
        List<Span.Event> events = List.of();
        final AttributeMap attributes = new AttributeMap();

        private void clear() {
            id = "";
            parentId = "";
            name = "";
            start = 0;
            end = 0;
            status = null;
            message = null;
            dropped = 0;
            events = List.of();
            attributes.clear();
        }
    }

    void clear() {
        traceId = "";
        timestamp = 0;
        resource.clear();
        used = 0;
        if (drafts.size() > MOST_DRAFTS) {
            drafts.subList(MOST_DRAFTS, drafts.size()).clear();
        }
    }

    /** Starts a span. */
    Draft draft() {
        if (used == drafts.size()) {
            drafts.add(new Draft());
        }
        Draft draft = drafts.get(used++);
        draft.clear();
        return draft;
    }

    boolean hasSpans() {
        return used > 0;
    }

    /** Hands the spans on. */
    void finish() {
        Attributes shared = Attributes.of(resource);
        for (int i = 0; i < used; i++) {
            result.accept(traceId, span(drafts.get(i), i + 1, shared));
        }
    }

    private Span span(Draft draft, int position, Attributes shared) {
        String id = draft.id.isEmpty() ? HexFormat.of().toHexDigits((long) position) : draft.id;
        long start = draft.start == 0 && draft.end == 0 ? timestamp : draft.start;
        long end = draft.end;
        if (start != 0 && end != 0 && end < start) {
            result.repaired("end before start set to start");
            end = start;
        }
        if (draft.parentId.equals(id)) {
            result.repaired("span is its own parent");
        }
        Span.Status status = draft.status != null
                ? draft.status
                : draft.attributes.get(GenAiWords.ERROR_TYPE) instanceof String ? Span.Status.ERROR : Span.Status.UNSET;
        Span.Builder span = Span.builder(id, draft.name)
                .parentSpanId(draft.parentId)
                .startEpochNanos(start)
                .endEpochNanos(end)
                .status(status)
                .resource(shared)
                .droppedCount(draft.dropped);
        mapping.take(draft.attributes);
        mapping.fill(span, draft.name, status, draft.message, draft.events);
        return span.build();
    }

    /** Returns what a word or number for the status means. */
    static Span.Status status(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "OK", "1", "STATUS_CODE_OK", "SUCCESS" -> Span.Status.OK;
            case "ERROR", "2", "STATUS_CODE_ERROR", "FAILED", "FAILURE" -> Span.Status.ERROR;
            default -> Span.Status.UNSET;
        };
    }
}
