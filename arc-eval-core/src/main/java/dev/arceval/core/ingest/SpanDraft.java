package dev.arceval.core.ingest;

import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as a format found it: identity, times and status, and attributes whose meaning the vocabularies know. Values are
 * those of a tree; see {@link TreeReader}. Mutable, for one thread.
 */
public final class SpanDraft {

    final String id;
    final String name;

    @Nullable
    String parentId;

    long start;
    long end;
    Span.Status status = Span.Status.UNSET;

    @Nullable
    String message;

    @Nullable
    String traceState;

    int spanKind;
    int dropped;
    Span.Scope scope = Span.Scope.none();
    final Map<String, Object> attributes = new LinkedHashMap<>();
    final Map<String, Object> resource = new LinkedHashMap<>();
    final List<Span.Event> events = new ArrayList<>();
    final List<Span.Link> links = new ArrayList<>();

    public SpanDraft(String id, String name) {
        this.id = id;
        this.name = name;
    }

    public SpanDraft parent(@Nullable String id) {
        parentId = id;
        return this;
    }

    /** Sets when the span started and ended, in nanoseconds since 1970; 0 if unknown. */
    public SpanDraft times(long startNanos, long endNanos) {
        start = startNanos;
        end = endNanos;
        return this;
    }

    /** Sets when the span ended; 0 if unknown. */
    public SpanDraft ends(long endNanos) {
        end = endNanos;
        return this;
    }

    public SpanDraft status(Span.Status code, @Nullable String description) {
        status = code;
        message = description == null || description.isEmpty() ? null : description;
        return this;
    }

    /** Says that the span failed, whatever was said before. */
    public SpanDraft failed() {
        status = Span.Status.ERROR;
        return this;
    }

    /** Sets an attribute; null is none. */
    public SpanDraft attribute(String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, value);
        }
        return this;
    }

    /** Sets an attribute unless there is one of this name already. */
    public SpanDraft fallback(String name, @Nullable Object value) {
        if (value != null) {
            attributes.putIfAbsent(name, value);
        }
        return this;
    }

    /** Takes attributes away. */
    public SpanDraft without(String... names) {
        List.of(names).forEach(attributes::remove);
        return this;
    }

    public SpanDraft resource(Map<String, ?> resourceAttributes) {
        resource.putAll(resourceAttributes);
        return this;
    }

    public SpanDraft scope(Span.Scope recordedBy) {
        scope = recordedBy;
        return this;
    }

    /** Sets OTLP's number of the kind. */
    public SpanDraft spanKind(int number) {
        spanKind = number;
        return this;
    }

    public SpanDraft traceState(@Nullable String state) {
        traceState = state == null || state.isEmpty() ? null : state;
        return this;
    }

    public SpanDraft event(Span.Event event) {
        events.add(event);
        return this;
    }

    public SpanDraft link(Span.Link link) {
        links.add(link);
        return this;
    }

    /** Adds to the number of attributes, events and links that were dropped before. */
    public SpanDraft dropped(long count) {
        dropped = (int) Math.min(Integer.MAX_VALUE, dropped + Math.max(0, count));
        return this;
    }
}
