package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
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

    /** Of no use to us, but a text: where it is none, the rest is not to be trusted. */
    private static final int SCHEMA_URL = 3 << 3 | LENGTH;

    private static final int ENTITY = 3 << 3 | LENGTH;

    /** Of an attribute. */
    private static final int VALUE = 2 << 3 | LENGTH;

    private static final int ENTITY_TEXTS = 4;

    /** Longer values rarely repeat, and so do resources and scopes. */
    private static final int LONGEST_VALUE = 64;

    private static final int LONGEST_RESOURCE = 4 << 10;

    private static final Resource NONE = new Resource(Map.of(), Attributes.empty());

    private final WireBytes in = new WireBytes();
    private final ReadLimits limits;
    private final RecordResult result;
    private final OtlpSpan span;
    private final Words ofSpans = Words.ofSpans();
    private final Words ofOthers = Words.ofOthers();
    private final AttributeMap others = new AttributeMap();
    private final KnownBytes<Object> values = new KnownBytes<>(1_024, LONGEST_VALUE);
    private final KnownBytes<Resource> resources = new KnownBytes<>(64, LONGEST_RESOURCE);
    private final KnownBytes<Span.Scope> scopes = new KnownBytes<>(64, LONGEST_RESOURCE);
    private final Id traceId = new Id();
    private final Id parentId = new Id();
    private int resourceIndex;
    private int scopeIndex;
    private int spanIndex;

    OtlpProtobufRecord(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
        this.span = new OtlpSpan(result, new Conversation(limits, result), true);
    }

    /**
     * What describes the process that recorded spans.
     *
     * @param named as they stand there
     * @param attributes under the names they had before they were escaped
     */
    private record Resource(Map<String, Object> named, Attributes attributes) {}

    /** An id as it last stood in this record's bytes. */
    private static final class Id {

        private String text = "";
        private int start;
    }

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
            ofSpans.forget();
            ofOthers.forget();
            traceId.text = "";
            parentId.text = "";
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

    /** Fields may come in any order, and spans are finished as they are read: what holds for them is read first. */
    private void resourceSpans() {
        int start = in.position();
        Resource resource = NONE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                resource = resource(resource);
            } else {
                in.skip(tag);
            }
        }
        scopeIndex = 0;
        in.moveTo(start);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (2 << 3 | LENGTH)) {
                int outer = in.enter();
                scopeSpans(resource.attributes);
                in.leave(outer);
                scopeIndex++;
            } else if (tag == SCHEMA_URL) {
                in.text();
            } else {
                in.skip(tag);
            }
        }
    }

    /** Returns a resource, with what was said of it before. Nearly always it is one of those that came before, as a whole. */
    private Resource resource(Resource more) {
        int outer = in.enter();
        KnownBytes.Known<Resource> known = more == NONE ? in.message(resources) : null;
        Resource resource;
        if (known != null) {
            resource = known.value;
        } else {
            int start = in.position();
            int repairs = result.repairs().size();
            resource = readResource(more.named);
            if (more == NONE && repairs == result.repairs().size()) {
                in.learn(resources, start, resource);
            }
        }
        in.leave(outer);
        return resource;
    }

    private Resource readResource(Map<String, Object> more) {
        others.clear();
        others.putAll(more);
        Word before = ofOthers.start;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                before = attribute(others, ofOthers, before);
            } else if (tag == ENTITY) {
                entity();
            } else {
                in.skip(tag);
            }
        }
        return new Resource(new LinkedHashMap<>(others), OwnWords.unescaped(Attributes.of(others)));
    }

    /** Which attributes name what is not needed, but what is no text is no protobuf either. */
    private void entity() {
        int outer = in.enter();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if ((tag & 7) == LENGTH && tag >>> 3 <= ENTITY_TEXTS) {
                in.text();
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void scopeSpans(Attributes resource) {
        int start = in.position();
        Span.Scope scope = Span.Scope.none();
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (1 << 3 | LENGTH)) {
                scope = scope();
            } else {
                in.skip(tag);
            }
        }
        spanIndex = 0;
        in.moveTo(start);
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            if (tag == (2 << 3 | LENGTH)) {
                int outer = in.enter();
                span(resource, scope);
                in.leave(outer);
                spanIndex++;
            } else if (tag == SCHEMA_URL) {
                in.text();
            } else {
                in.skip(tag);
            }
        }
    }

    private Span.Scope scope() {
        int outer = in.enter();
        KnownBytes.Known<Span.Scope> known = in.message(scopes);
        Span.Scope scope;
        if (known != null) {
            scope = known.value;
        } else {
            int start = in.position();
            int repairs = result.repairs().size();
            scope = readScope();
            if (repairs == result.repairs().size()) {
                in.learn(scopes, start, scope);
            }
        }
        in.leave(outer);
        return scope;
    }

    private Span.Scope readScope() {
        String name = "";
        String version = "";
        others.clear();
        Word before = ofOthers.start;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> name = text();
                case 2 << 3 | LENGTH -> version = text();
                case 3 << 3 | LENGTH -> before = attribute(others, ofOthers, before);
                default -> in.skip(tag);
            }
        }
        return new Span.Scope(name, version.isEmpty() ? null : version, OwnWords.unescaped(Attributes.of(others)));
    }

    private void span(Attributes resource, Span.Scope scope) {
        span.clear();
        Word before = ofSpans.start;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> span.traceId = id(traceId);
                case 2 << 3 | LENGTH -> span.spanId = in.hex();
                case 3 << 3 | LENGTH -> span.traceState = text();
                case 4 << 3 | LENGTH -> span.parentId = id(parentId);
                case 5 << 3 | LENGTH -> span.name = text();
                case 6 << 3 | WireBytes.VARINT -> span.kind = (int) in.varint();
                case 7 << 3 | WireBytes.FIXED64 -> span.start = nanos();
                case 8 << 3 | WireBytes.FIXED64 -> span.end = nanos();
                case 9 << 3 | LENGTH -> before = attribute(span.attributes, ofSpans, before);
                case 11 << 3 | LENGTH -> event();
                case 13 << 3 | LENGTH -> link();
                case 10 << 3 | WireBytes.VARINT, 12 << 3 | WireBytes.VARINT, 14 << 3 | WireBytes.VARINT -> drop();
                case 15 << 3 | LENGTH -> status();
                default -> in.skip(tag);
            }
        }
        String defect = span.defect();
        if (defect == null) {
            span.finish(resource, scope);
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
        others.clear();
        Word before = ofOthers.start;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | WireBytes.FIXED64 -> time = nanos();
                case 2 << 3 | LENGTH -> name = text();
                case 3 << 3 | LENGTH -> before = attribute(others, ofOthers, before);
                case 4 << 3 | WireBytes.VARINT -> drop();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        if (span.events.size() < limits.events()) {
            if (span.events.isEmpty()) {
                span.events = new ArrayList<>();
            }
            span.events.add(new Span.Event(name, time, Attributes.of(others)));
        } else {
            beyondTheLimit();
        }
    }

    private void link() {
        int outer = in.enter();
        String traceId = "";
        String spanId = "";
        String traceState = "";
        others.clear();
        Word before = ofOthers.start;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            switch (tag) {
                case 1 << 3 | LENGTH -> traceId = in.hex();
                case 2 << 3 | LENGTH -> spanId = in.hex();
                case 3 << 3 | LENGTH -> traceState = text();
                case 4 << 3 | LENGTH -> before = attribute(others, ofOthers, before);
                case 5 << 3 | WireBytes.VARINT -> drop();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        if (span.links.size() >= limits.links()) {
            beyondTheLimit();
            return;
        }
        Span.Link link = span.link(traceId, spanId, traceState, new LinkedHashMap<>(others));
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

    /** Returns an id, the same instance as before where it is the same. */
    private String id(Id before) {
        if (before.text.isEmpty() || !in.repeats(before.start, before.text.length() / 2)) {
            int begin = in.position();
            String id = in.hex();
            // One of at most 127 bytes has its length in one byte.
            before.start = begin + 1;
            before.text = id.length() <= HexIds.TRACE_DIGITS ? id : "";
            return id;
        }
        return before.text;
    }

    /** Reads an attribute, which is expected to be one that came behind {@code before} already; returns its name. */
    private Word attribute(AttributeMap attributes, Words words, Word before) {
        int outer = in.enter();
        int start = in.position();
        Word expected = expected(before);
        Word word = expected == null ? words.start : expected;
        Object value = Attributes.Empty.VALUE;
        int fields = 0;
        for (int tag = expected == null ? in.tag() : VALUE; tag != 0; tag = in.tag()) {
            fields++;
            switch (tag) {
                case 1 << 3 | LENGTH -> word = in.symbol(words.known);
                case VALUE -> {
                    if (fields == 2 && word != words.start && word.bytes.length == 0) {
                        word.bytes = in.since(start);
                    }
                    value = value(word, words);
                }
                default -> in.skip(tag);
            }
        }
        before.followedBy(word);
        in.leave(outer);
        put(attributes, word, value);
        return word;
    }

    /** Goes to the value of the attribute we are in, if its name is one that came behind {@code before}; else returns null. */
    private @Nullable Word expected(Word before) {
        for (Word word : before.followers()) {
            if (word == null) {
                return null;
            }
            if (word.bytes.length > 0 && in.passes(word.bytes)) {
                return word;
            }
        }
        return null;
    }

    private void put(AttributeMap attributes, Word word, Object value) {
        String key = limits.cut(word.name, result);
        if (key.isEmpty() || (attributes.size() >= limits.attributes() && !attributes.containsKey(key))) {
            result.repaired(key.isEmpty() ? "attribute without name dropped" : "attributes beyond the limit dropped");
            span.drop(1);
        } else if (value instanceof MessageText text && !word.holdsMessages) {
            // It had another name when it was read.
            attributes.put(key, text.text());
        } else if (key.length() < word.name.length()) {
            attributes.put(key, value);
        } else {
            attributes.put(word, value);
        }
    }

    private Object value(Word word, Words words) {
        int outer = in.enter();
        Object value = in.left() > LONGEST_VALUE ? null : known(word);
        if (value == null) {
            int start = in.position();
            int repairs = result.repairs().size();
            value = readValue(word, words);
            if (repairs == result.repairs().size()) {
                in.learn(values, start, value);
            }
        }
        in.leave(outer);
        return word.holdsMessages && value instanceof String text ? MessageText.of(text) : value;
    }

    /** Goes behind the value we are at if it is one of those that repeat, first of all under the same name; else returns null. */
    private @Nullable Object known(Word word) {
        for (KnownBytes.Known<Object> known : word.values()) {
            if (known == null) {
                break;
            }
            if (in.left() == known.bytes.length && in.passes(known.bytes)) {
                return known.value;
            }
        }
        KnownBytes.Known<Object> known = in.message(values);
        if (known == null) {
            return null;
        }
        word.learn(known);
        return known.value;
    }

    private Object readValue(Word word, Words words) {
        Object value = Attributes.Empty.VALUE;
        for (int tag = in.tag(); tag != 0; tag = in.tag()) {
            value = tag == (1 << 3 | LENGTH) ? text(word, words) : member(tag, value, 0);
        }
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
        return Collections.unmodifiableList(list);
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
        return Collections.unmodifiableMap(map);
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

    /** Returns an attribute's text, or what stands for a long one where it holds messages. */
    private Object text(Word word, Words words) {
        int length = in.length();
        int start = in.position();
        in.moveTo(start + length);
        if (!Words.isLong(length)) {
            return in.text(start, length);
        }
        Object value = longText(word, start, length);
        if (value instanceof String text) {
            // What is too long of messages is cut in them.
            value = limits.cut(text, result);
        }
        words.remember(word, start, length, value);
        return value;
    }

    private Object longText(Word word, int start, int length) {
        Object before = word.text;
        if (before != null) {
            int shared = in.shared(word.textStart, start, Math.min(word.textLength, length));
            if (shared == length && length == word.textLength) {
                return before;
            }
            if (shared == word.textLength - 1
                    && before instanceof MessageText text
                    && text.mayContinue()
                    && in.at(start + shared) == ',') {
                return MessageText.continued(text, in.text(start + shared + 1, length - shared - 1));
            }
        }
        String text = in.text(start, length);
        return word.holdsMessages ? MessageText.of(text) : text;
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
