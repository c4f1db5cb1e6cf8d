package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code ExportTraceServiceRequest} from its bytes, as exporters write it, and leaves anything else to
 * {@link OtlpJsonRecord}: broken JSON, invalid ids, what is beyond a limit, what wants a word in the report.
 *
 * <p>The rule it is tested by: where it answers true, the other reader finds no defect and gives equal spans.
 *
 * <p>Texts that repeat within a record are compared with the bytes of the one before under the same name and taken from
 * there: tool definitions, instructions, and above all messages, which each model call repeats and continues (see
 * {@link MessageText}). Nothing of a record's bytes is kept once it has been read. Mutable, for one thread.
 */
final class OtlpJsonBytes {

    private static final int RESOURCE_SPANS = 0;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SCOPE = 3;
    private static final int SPANS = 4;
    private static final int TRACE_ID = 5;
    private static final int SPAN_ID = 6;
    private static final int PARENT_SPAN_ID = 7;
    private static final int TRACE_STATE = 8;
    private static final int NAME = 9;
    private static final int KIND = 10;
    private static final int START = 11;
    private static final int END = 12;
    private static final int ATTRIBUTES = 13;
    private static final int EVENTS = 14;
    private static final int LINKS = 15;
    private static final int STATUS = 16;
    private static final int DROPPED_ATTRIBUTES = 17;
    private static final int DROPPED_EVENTS = 18;
    private static final int DROPPED_LINKS = 19;
    private static final int CODE = 20;
    private static final int MESSAGE = 21;
    private static final int VERSION = 22;
    private static final int TIME = 23;
    private static final int KEY = 24;
    private static final int VALUE = 25;
    private static final int STRING = 26;
    private static final int BOOL = 27;
    private static final int INT = 28;
    private static final int DOUBLE = 29;
    private static final int BYTES = 30;
    private static final int ARRAY = 31;
    private static final int KVLIST = 32;
    private static final int VALUES = 33;

    private static final String[] NAMES = {
        "resourceSpans",
        "resource",
        "scopeSpans",
        "scope",
        "spans",
        "traceId",
        "spanId",
        "parentSpanId",
        "traceState",
        "name",
        "kind",
        "startTimeUnixNano",
        "endTimeUnixNano",
        "attributes",
        "events",
        "links",
        "status",
        "droppedAttributesCount",
        "droppedEventsCount",
        "droppedLinksCount",
        "code",
        "message",
        "version",
        "timeUnixNano",
        "key",
        "value",
        "stringValue",
        "boolValue",
        "intValue",
        "doubleValue",
        "bytesValue",
        "arrayValue",
        "kvlistValue",
        "values"
    };

    private final JsonBytes json = new JsonBytes(NAMES);
    private final int openRequest = json.opening(0);
    private final int openResourceSpans = json.opening(1);
    private final int openResource = json.opening(2);
    private final int openScopeSpans = json.opening(3);
    private final int openScope = json.opening(4);
    private final int openSpan = json.opening(5);
    private final int openStatus = json.opening(6);
    private final int openEvent = json.opening(7);
    private final int openLink = json.opening(8);
    private final int openAttribute = json.opening(9);
    private final int openValue = json.opening(10);
    private final int openList = json.opening(11);

    private static final byte[] NOTHING = {};

    /** Shorter texts are not compared with the one before: reading them costs as much. */
    private static final int LONG_TEXT = 64;

    private final ReadLimits limits;
    private final RecordResult result;
    private final OtlpSpan span;
    private final Map<String, LongText> longTexts = new HashMap<>();
    private final Id traceId = new Id();
    private final Id parentId = new Id();

    OtlpJsonBytes(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
        this.span = new OtlpSpan(result, new Conversation(limits, result));
    }

    /** An id as it last stood in this record's bytes. */
    private static final class Id {

        private String text = "";
        private int start;
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
     * @return false if the other reader must look at it; the result is empty then
     */
    boolean read(byte[] bytes, int from, int to) {
        json.start(bytes, from, to);
        try {
            request();
            json.finish();
            return true;
        } catch (JsonBytes.Unusual leftToTheOther) {
            result.clear();
            return false;
        } finally {
            // Nothing holds on to the bytes, which the next record may replace.
            json.start(NOTHING, 0, 0);
            longTexts.clear();
            traceId.text = "";
            parentId.text = "";
        }
    }

    private void request() {
        require(json.object());
        boolean any = false;
        boolean known = false;
        List<OtlpSpan.Waiting> bare = new ArrayList<>();
        Attributes resource = Attributes.empty();
        for (int name = json.name(openRequest); name != JsonBytes.CLOSED; name = json.name(name)) {
            any = true;
            switch (name) {
                case RESOURCE_SPANS -> {
                    known = true;
                    if (json.array()) {
                        for (boolean first = true; json.item(first); first = false) {
                            resourceSpans();
                        }
                    }
                }
                case RESOURCE -> resource = resource();
                case SCOPE_SPANS -> {
                    known = true;
                    allScopeSpans(bare);
                }
                default -> json.skip();
            }
        }
        require(known || !any);
        OtlpSpan.deliver(bare, resource, result);
    }

    private void resourceSpans() {
        if (!json.object()) {
            return;
        }
        List<OtlpSpan.Waiting> spans = new ArrayList<>();
        Attributes resource = Attributes.empty();
        for (int name = json.name(openResourceSpans); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case RESOURCE -> resource = resource();
                case SCOPE_SPANS -> allScopeSpans(spans);
                default -> json.skip();
            }
        }
        OtlpSpan.deliver(spans, resource, result);
    }

    private Attributes resource() {
        Attributes resource = Attributes.empty();
        if (json.object()) {
            for (int name = json.name(openResource); name != JsonBytes.CLOSED; name = json.name(name)) {
                if (name == ATTRIBUTES) {
                    resource = OwnWords.unescaped(attributes());
                } else {
                    json.skip();
                }
            }
        }
        return resource;
    }

    private void allScopeSpans(List<OtlpSpan.Waiting> all) {
        if (json.array()) {
            for (boolean first = true; json.item(first); first = false) {
                scopeSpans(all);
            }
        }
    }

    private void scopeSpans(List<OtlpSpan.Waiting> all) {
        if (!json.object()) {
            return;
        }
        int before = all.size();
        Span.Scope scope = Span.Scope.none();
        for (int name = json.name(openScopeSpans); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case SCOPE -> scope = scope();
                case SPANS -> {
                    if (json.array()) {
                        for (boolean first = true; json.item(first); first = false) {
                            span(all);
                        }
                    }
                }
                default -> json.skip();
            }
        }
        for (int i = before; i < all.size(); i++) {
            all.get(i).span().scope(scope);
        }
    }

    private Span.Scope scope() {
        if (!json.object()) {
            return Span.Scope.none();
        }
        String scopeName = "";
        String version = "";
        Attributes more = Attributes.empty();
        for (int name = json.name(openScope); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case NAME -> scopeName = text();
                case VERSION -> version = text();
                case ATTRIBUTES -> more = OwnWords.unescaped(attributes());
                default -> json.skip();
            }
        }
        return new Span.Scope(scopeName, version.isEmpty() ? null : version, more);
    }

    private void span(List<OtlpSpan.Waiting> all) {
        if (!json.object()) {
            return;
        }
        span.clear();
        for (int name = json.name(openSpan); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TRACE_ID -> span.traceId = id(traceId);
                case SPAN_ID -> span.spanId = json.uniqueText();
                case PARENT_SPAN_ID -> span.parentId = id(parentId);
                case TRACE_STATE -> span.traceState = text();
                case NAME -> span.name = text();
                case KIND -> span.kind = number();
                case START -> span.start = json.nanos();
                case END -> span.end = json.nanos();
                case ATTRIBUTES -> attributes(span.attributes, true);
                case EVENTS -> events();
                case LINKS -> links();
                case STATUS -> status();
                case DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS -> span.drop(count());
                default -> json.skip();
            }
        }
        require(span.defect() == null);
        all.add(span.finish());
    }

    private void status() {
        span.statusCode = 0;
        span.statusMessage = "";
        if (json.object()) {
            for (int name = json.name(openStatus); name != JsonBytes.CLOSED; name = json.name(name)) {
                switch (name) {
                    case CODE -> span.statusCode = number();
                    case MESSAGE -> span.statusMessage = text();
                    default -> json.skip();
                }
            }
        }
    }

    private void events() {
        if (!json.array()) {
            return;
        }
        List<Span.Event> events = new ArrayList<>(span.events);
        for (boolean first = true; json.item(first); first = false) {
            require(json.object() && events.size() < limits.events());
            events.add(event());
        }
        span.events = events;
    }

    private Span.Event event() {
        long time = 0;
        String eventName = "";
        Attributes more = Attributes.empty();
        for (int name = json.name(openEvent); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TIME -> time = json.nanos();
                case NAME -> eventName = text();
                case ATTRIBUTES -> more = attributes();
                case DROPPED_ATTRIBUTES -> span.drop(count());
                default -> json.skip();
            }
        }
        return new Span.Event(eventName, time, more);
    }

    private void links() {
        if (!json.array()) {
            return;
        }
        List<Span.Link> links = new ArrayList<>(span.links);
        for (boolean first = true; json.item(first); first = false) {
            require(json.object() && links.size() < limits.links());
            Span.Link link = link();
            require(link != null);
            links.add(link);
        }
        span.links = links;
    }

    private Span.@Nullable Link link() {
        String traceId = "";
        String spanId = "";
        String traceState = "";
        Map<String, Object> more = new LinkedHashMap<>();
        for (int name = json.name(openLink); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TRACE_ID -> traceId = text();
                case SPAN_ID -> spanId = text();
                case TRACE_STATE -> traceState = text();
                case ATTRIBUTES -> attributes(more, false);
                case DROPPED_ATTRIBUTES -> span.drop(count());
                default -> json.skip();
            }
        }
        return span.link(traceId, spanId, traceState, more);
    }

    private Attributes attributes() {
        Map<String, Object> read = new LinkedHashMap<>();
        attributes(read, false);
        return Attributes.of(read);
    }

    private void attributes(Map<String, Object> attributes, boolean ofSpan) {
        if (!json.array()) {
            return;
        }
        for (boolean first = true; json.item(first); first = false) {
            require(json.object() && attributes.size() < limits.attributes());
            attribute(attributes, ofSpan);
        }
    }

    private void attribute(Map<String, Object> attributes, boolean ofSpan) {
        String key = "";
        Object value = Attributes.Empty.VALUE;
        for (int name = json.name(openAttribute); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case KEY -> key = text();
                case VALUE -> {
                    // How a value is read depends on its name.
                    require(!key.isEmpty());
                    value = value(key, ofSpan);
                }
                default -> json.skip();
            }
        }
        require(!key.isEmpty());
        attributes.put(key, value);
    }

    /** Of several members the last one counts. */
    private Object value(String key, boolean ofSpan) {
        Object value = Attributes.Empty.VALUE;
        if (json.object()) {
            for (int name = json.name(openValue); name != JsonBytes.CLOSED; name = json.name(name)) {
                value = name == STRING ? text(key, ofSpan) : member(name, value, 0);
            }
        }
        return value;
    }

    private Object anyValue(int depth) {
        Object value = Attributes.Empty.VALUE;
        if (json.object()) {
            for (int name = json.name(openValue); name != JsonBytes.CLOSED; name = json.name(name)) {
                value = name == STRING ? text() : member(name, value, depth);
            }
        }
        return value;
    }

    private Object member(int name, Object before, int depth) {
        switch (name) {
            case BOOL -> {
                return json.flag();
            }
            case INT -> {
                return json.int64();
            }
            case DOUBLE -> {
                return json.float64();
            }
            case ARRAY -> {
                require(depth < Attributes.MAX_DEPTH);
                return list(depth);
            }
            case KVLIST -> {
                require(depth < Attributes.MAX_DEPTH);
                return map(depth);
            }
            case BYTES -> throw JsonBytes.unusual();
            default -> {
                json.skip();
                return before;
            }
        }
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        if (json.object()) {
            for (int name = json.name(openList); name != JsonBytes.CLOSED; name = json.name(name)) {
                if (name != VALUES) {
                    json.skip();
                } else if (json.array()) {
                    for (boolean first = true; json.item(first); first = false) {
                        list.add(anyValue(depth + 1));
                    }
                }
            }
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (json.object()) {
            for (int name = json.name(openList); name != JsonBytes.CLOSED; name = json.name(name)) {
                if (name != VALUES) {
                    json.skip();
                } else if (json.array()) {
                    for (boolean first = true; json.item(first); first = false) {
                        keyValue(map, depth);
                    }
                }
            }
        }
        return map;
    }

    private void keyValue(Map<String, Object> map, int depth) {
        if (!json.object()) {
            return;
        }
        String key = "";
        Object value = Attributes.Empty.VALUE;
        for (int name = json.name(openAttribute); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case KEY -> key = text();
                case VALUE -> value = anyValue(depth + 1);
                default -> json.skip();
            }
        }
        map.put(key, value);
    }

    private String text() {
        String text = json.text();
        require(text.length() <= limits.textLength());
        return text;
    }

    /** Returns an id, the same instance as before where it is the same. */
    private String id(Id before) {
        int start = json.textStart();
        int length = before.text.length();
        if (start >= 0
                && length > 0
                && json.shared(before.start, length, start) == length
                && json.isQuote(start + length)) {
            json.moveTo(start + length + 1);
            return before.text;
        }
        String id = json.uniqueText();
        require(id.length() <= limits.textLength());
        // Only then it is as long as its bytes.
        boolean plain = json.position() - 1 - start == id.length();
        before.text = plain ? id : "";
        before.start = start;
        return id;
    }

    /** Returns an attribute's text, or what stands for it where it holds messages. */
    private Object text(String key, boolean ofSpan) {
        int start = json.textStart();
        LongText before = start < 0 ? null : longTexts.get(key);
        if (before != null) {
            int shared = json.shared(before.start, before.length, start);
            if (shared == before.length && json.isQuote(start + shared)) {
                json.moveTo(start + shared + 1);
                return before.value;
            }
            if (shared == before.length - 1
                    && before.value instanceof MessageText messages
                    && messages.mayContinue()
                    && json.isComma(start + shared)) {
                json.moveTo(start + shared + 1);
                MessageText more = MessageText.continued(messages, json.restOfText());
                return remembered(key, start, more, more.length());
            }
        }
        String text = json.text();
        Object value = ofSpan && Vocabularies.holdsMessages(key) ? MessageText.of(text) : text;
        return remembered(key, start, value, text.length());
    }

    private Object remembered(String key, int start, Object value, int length) {
        require(length <= limits.textLength());
        if (length >= LONG_TEXT) {
            longTexts.put(key, new LongText(start, json.position() - 1 - start, value));
        }
        return value;
    }

    /** Returns a number as an enum has it. */
    private int number() {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, json.int64()));
    }

    private int count() {
        return Math.max(0, number());
    }

    private static void require(boolean usual) {
        if (!usual) {
            throw JsonBytes.unusual();
        }
    }
}
