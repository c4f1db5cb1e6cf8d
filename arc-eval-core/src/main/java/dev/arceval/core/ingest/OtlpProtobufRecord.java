package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code ExportTraceServiceRequest}, or one {@code ResourceSpans} of it, in protobuf.
 *
 * <p>Field numbers are those of opentelemetry-proto 1.x, whose messages only ever gain fields. A field that is not known, or
 * has another wire type than it should, is skipped, as protobuf's own readers do. A text or a structure that is broken
 * refuses the record; a span whose ids are not valid is rejected alone. Mutable, for one thread.
 */
final class OtlpProtobufRecord {

    private static final int LENGTH = WireBytes.LENGTH;

    /** Shorter texts are not compared with the one before: reading them costs as much. */
    private static final int LONG_TEXT = 64;

    private final WireBytes in = new WireBytes();
    private final ReadLimits limits;
    private final RecordResult result;
    private final OtlpSpan span;
    private final Map<String, LongText> longTexts = new HashMap<>();
    private int resourceIndex;
    private int scopeIndex;
    private int spanIndex;

    OtlpProtobufRecord(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
        this.span = new OtlpSpan(result, new Conversation(limits, result));
    }

    /**
     * A text of this record as it stands in its bytes.
     *
     * @param value a {@code String} or a {@link MessageText}
     */
    private record LongText(int start, int length, Object value) {}

    /**
     * Reads a record into the result, which is empty.
     *
     * @param request whether it is a whole request
     * @param position where the record stands in the stream
     * @return what is wrong with it, or null; then the result is not to be used
     */
    @Nullable
    String read(byte[] bytes, int from, int to, boolean request, long position) {
        in.start(bytes, from, to, position);
        resourceIndex = 0;
        try {
            if (request) {
                request();
            } else {
                resourceSpans();
            }
            return null;
        } catch (MalformedRecordException refused) {
            return refused.getMessage();
        } finally {
            longTexts.clear();
        }
    }

    private void request() {
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                int outer = in.enter();
                resourceSpans();
                in.leave(outer);
                resourceIndex++;
            } else {
                in.skip(tag);
            }
        }
    }

    private void resourceSpans() {
        List<OtlpSpan.Waiting> spans = new ArrayList<>();
        Map<String, Object> resource = new LinkedHashMap<>();
        scopeIndex = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> resource(resource);
                case 2 << 3 | LENGTH -> {
                    int outer = in.enter();
                    scopeSpans(spans);
                    in.leave(outer);
                    scopeIndex++;
                }
                default -> in.skip(tag);
            }
        }
        OtlpSpan.deliver(spans, OwnWords.unescaped(Attributes.of(resource)), result);
    }

    private void resource(Map<String, Object> attributes) {
        int outer = in.enter();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                attribute(attributes, false);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void scopeSpans(List<OtlpSpan.Waiting> all) {
        int before = all.size();
        Span.Scope scope = Span.Scope.none();
        spanIndex = 0;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> scope = scope();
                case 2 << 3 | LENGTH -> {
                    int outer = in.enter();
                    span(all);
                    in.leave(outer);
                    spanIndex++;
                }
                default -> in.skip(tag);
            }
        }
        for (int i = before; i < all.size(); i++) {
            all.get(i).span().scope(scope);
        }
    }

    private Span.Scope scope() {
        int outer = in.enter();
        String name = "";
        String version = "";
        Map<String, Object> more = new LinkedHashMap<>();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> name = text();
                case 2 << 3 | LENGTH -> version = text();
                case 3 << 3 | LENGTH -> attribute(more, false);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Span.Scope(name, version.isEmpty() ? null : version, OwnWords.unescaped(Attributes.of(more)));
    }

    private void span(List<OtlpSpan.Waiting> all) {
        span.clear();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> span.traceId = in.hex();
                case 2 << 3 | LENGTH -> span.spanId = in.hex();
                case 3 << 3 | LENGTH -> span.traceState = text();
                case 4 << 3 | LENGTH -> span.parentId = in.hex();
                case 5 << 3 | LENGTH -> span.name = text();
                case 6 << 3 | WireBytes.VARINT -> span.kind = (int) in.varint();
                case 7 << 3 | WireBytes.FIXED64 -> span.start = nanos();
                case 8 << 3 | WireBytes.FIXED64 -> span.end = nanos();
                case 9 << 3 | LENGTH -> attribute(span.attributes, true);
                case 11 << 3 | LENGTH -> event();
                case 13 << 3 | LENGTH -> link();
                case 10 << 3 | WireBytes.VARINT, 12 << 3 | WireBytes.VARINT, 14 << 3 | WireBytes.VARINT -> drop();
                case 15 << 3 | LENGTH -> status();
                default -> in.skip(tag);
            }
        }
        String defect = span.defect();
        if (defect == null) {
            all.add(span.finish());
        } else {
            result.reject("resourceSpans[" + resourceIndex + "].scopeSpans[" + scopeIndex + "].spans[" + spanIndex + "]"
                    + defect);
        }
    }

    private void status() {
        int outer = in.enter();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 2 << 3 | LENGTH -> span.statusMessage = text();
                case 3 << 3 | WireBytes.VARINT -> span.statusCode = (int) in.varint();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void event() {
        int outer = in.enter();
        long time = 0;
        String name = "";
        Map<String, Object> more = new LinkedHashMap<>();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireBytes.FIXED64 -> time = nanos();
                case 2 << 3 | LENGTH -> name = text();
                case 3 << 3 | LENGTH -> attribute(more, false);
                case 4 << 3 | WireBytes.VARINT -> drop();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        if (span.events.size() < limits.events()) {
            if (span.events.isEmpty()) {
                span.events = new ArrayList<>();
            }
            span.events.add(new Span.Event(name, time, Attributes.of(more)));
        } else {
            beyondTheLimit();
        }
    }

    private void link() {
        int outer = in.enter();
        String traceId = "";
        String spanId = "";
        String traceState = "";
        Map<String, Object> more = new LinkedHashMap<>();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> traceId = in.hex();
                case 2 << 3 | LENGTH -> spanId = in.hex();
                case 3 << 3 | LENGTH -> traceState = text();
                case 4 << 3 | LENGTH -> attribute(more, false);
                case 5 << 3 | WireBytes.VARINT -> drop();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        if (span.links.size() >= limits.links()) {
            beyondTheLimit();
            return;
        }
        Span.Link link = span.link(traceId, spanId, traceState, more);
        if (link == null) {
            span.drop(1);
            return;
        }
        if (span.links.isEmpty()) {
            span.links = new ArrayList<>();
        }
        span.links.add(link);
    }

    private void beyondTheLimit() {
        span.drop(1);
        result.repaired("events or links beyond the limit dropped");
    }

    private void attribute(Map<String, Object> attributes, boolean ofSpan) {
        int outer = in.enter();
        String key = "";
        Object value = Attributes.Empty.VALUE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> key = text();
                case 2 << 3 | LENGTH -> value = value(key, ofSpan);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        if (key.isEmpty() || (attributes.size() >= limits.attributes() && !attributes.containsKey(key))) {
            result.repaired(key.isEmpty() ? "attribute without name dropped" : "attributes beyond the limit dropped");
            span.drop(1);
        } else {
            attributes.put(key, value);
        }
    }

    private Object value(String key, boolean ofSpan) {
        int outer = in.enter();
        Object value = Attributes.Empty.VALUE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            value = tag == (1 << 3 | LENGTH) ? text(key, ofSpan) : member(tag, value, 0);
        }
        in.leave(outer);
        return value;
    }

    private Object anyValue(int depth) {
        int outer = in.enter();
        Object value = Attributes.Empty.VALUE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            value = tag == (1 << 3 | LENGTH) ? text() : member(tag, value, depth);
        }
        in.leave(outer);
        return value;
    }

    private Object member(int tag, Object before, int depth) {
        switch (tag) {
            case 2 << 3 | WireBytes.VARINT -> {
                return in.varint() != 0;
            }
            case 3 << 3 | WireBytes.VARINT -> {
                return in.varint();
            }
            case 4 << 3 | WireBytes.FIXED64 -> {
                return Double.longBitsToDouble(in.fixed64());
            }
            case 5 << 3 | LENGTH, 6 << 3 | LENGTH -> {
                if (depth == Attributes.MAX_DEPTH) {
                    in.skip(tag);
                    result.repaired("value nested deeper than " + Attributes.MAX_DEPTH + " levels cut");
                    return Attributes.Empty.VALUE;
                }
                return tag >>> 3 == 5 ? list(depth) : map(depth);
            }
            case 7 << 3 | LENGTH -> {
                return new Attributes.Bytes(Base64.getEncoder().encodeToString(in.blob()));
            }
            default -> {
                in.skip(tag);
                return before;
            }
        }
    }

    private List<Object> list(int depth) {
        int outer = in.enter();
        List<Object> list = new ArrayList<>();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                list.add(anyValue(depth + 1));
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return list;
    }

    private Map<String, Object> map(int depth) {
        int outer = in.enter();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                keyValue(map, depth);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
        return map;
    }

    private void keyValue(Map<String, Object> map, int depth) {
        int outer = in.enter();
        String key = "";
        Object value = Attributes.Empty.VALUE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> key = text();
                case 2 << 3 | LENGTH -> value = anyValue(depth + 1);
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        map.put(key, value);
    }

    private String text() {
        return limits.cut(in.text(), result);
    }

    /** Returns an attribute's text, or what stands for it where it holds messages. */
    private Object text(String key, boolean ofSpan) {
        boolean messages = ofSpan && Vocabularies.holdsMessages(key);
        int begin = in.position();
        int length = in.length();
        int start = in.position();
        if (length < LONG_TEXT) {
            in.moveTo(begin);
            String text = in.text();
            return messages ? MessageText.of(text) : text;
        }
        in.moveTo(start + length);
        Object value = longText(key, messages, start, length);
        if (value instanceof MessageText text && text.length() > limits.textLength()) {
            // What is too long is cut in the messages, when they are read.
            return text.text();
        }
        if (value instanceof String text) {
            value = limits.cut(text, result);
        }
        longTexts.put(key, new LongText(start, length, value));
        return value;
    }

    private Object longText(String key, boolean messages, int start, int length) {
        LongText before = longTexts.get(key);
        if (before != null) {
            int shared = in.shared(before.start, start, Math.min(before.length, length));
            if (shared == length && length == before.length) {
                return before.value;
            }
            if (shared == before.length - 1
                    && before.value instanceof MessageText text
                    && text.mayContinue()
                    && in.at(start + shared) == ',') {
                return MessageText.continued(text, in.text(start + shared + 1, length - shared - 1));
            }
        }
        String text = in.text(start, length);
        return messages ? MessageText.of(text) : text;
    }

    private long nanos() {
        long nanos = in.fixed64();
        if (nanos < 0) {
            result.repaired("time out of range taken as unknown");
            return 0;
        }
        return nanos;
    }

    private void drop() {
        span.drop((int) Math.min(Integer.MAX_VALUE, in.varint() & 0xFFFFFFFFL));
    }
}
