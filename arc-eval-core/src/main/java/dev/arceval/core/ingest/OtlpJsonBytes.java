package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
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

    /** Closes a value and its attribute. */
    private static final byte[] CLOSED = {'}', '}'};

    private final ReadLimits limits;
    private final RecordResult result;
    private final OtlpSpan span;
    private final Words ofSpans = Words.ofSpans();
    private final Words ofOthers = Words.ofOthers();
    private final AttributeMap others = new AttributeMap();
    private final Id traceId = new Id();
    private final Id parentId = new Id();

    OtlpJsonBytes(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
        this.span = new OtlpSpan(result, new Conversation(limits, result), false);
    }

    /** An id as it last stood in this record's bytes. */
    private static final class Id {

        private String text = "";
        private int start;
    }

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
            ofSpans.forget();
            ofOthers.forget();
            traceId.text = "";
            parentId.text = "";
        }
    }

    private void request() {
        require(json.object());
        boolean any = false;
        boolean known = false;
        Attributes resource = Attributes.empty();
        boolean scopes = false;
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
                case RESOURCE -> {
                    // Spans are finished as they are read, so what holds for them must come before them.
                    require(!scopes);
                    resource = resource();
                }
                case SCOPE_SPANS -> {
                    known = true;
                    scopes = true;
                    allScopeSpans(resource);
                }
                default -> json.skip();
            }
        }
        require(known || !any);
    }

    private void resourceSpans() {
        if (!json.object()) {
            return;
        }
        Attributes resource = Attributes.empty();
        boolean scopes = false;
        for (int name = json.name(openResourceSpans); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case RESOURCE -> {
                    require(!scopes);
                    resource = resource();
                }
                case SCOPE_SPANS -> {
                    scopes = true;
                    allScopeSpans(resource);
                }
                default -> json.skip();
            }
        }
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

    private void allScopeSpans(Attributes resource) {
        if (json.array()) {
            for (boolean first = true; json.item(first); first = false) {
                scopeSpans(resource);
            }
        }
    }

    private void scopeSpans(Attributes resource) {
        if (!json.object()) {
            return;
        }
        Span.Scope scope = Span.Scope.none();
        boolean spans = false;
        for (int name = json.name(openScopeSpans); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case SCOPE -> {
                    require(!spans);
                    scope = scope();
                }
                case SPANS -> {
                    spans = true;
                    if (json.array()) {
                        for (boolean first = true; json.item(first); first = false) {
                            span(resource, scope);
                        }
                    }
                }
                default -> json.skip();
            }
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

    private void span(Attributes resource, Span.Scope scope) {
        if (!json.object()) {
            return;
        }
        span.clear();
        for (int name = json.name(openSpan); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TRACE_ID -> span.traceId = id(traceId, HexIds.TRACE_DIGITS);
                case SPAN_ID -> span.spanId = hexId(HexIds.SPAN_DIGITS);
                case PARENT_SPAN_ID -> span.parentId = parent();
                case TRACE_STATE -> span.traceState = text();
                case NAME -> span.name = text();
                case KIND -> span.kind = number();
                case START -> span.start = json.nanos();
                case END -> span.end = json.nanos();
                case ATTRIBUTES -> attributes(span.attributes, ofSpans);
                case EVENTS -> events();
                case LINKS -> links();
                case STATUS -> status();
                case DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS -> span.drop(count());
                default -> json.skip();
            }
        }
        require(!span.traceId.isEmpty() && !span.spanId.isEmpty());
        span.canonicalIds = true;
        span.finish(resource, scope);
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
        others.clear();
        for (int name = json.name(openLink); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TRACE_ID -> traceId = text();
                case SPAN_ID -> spanId = text();
                case TRACE_STATE -> traceState = text();
                case ATTRIBUTES -> attributes(others, ofOthers);
                case DROPPED_ATTRIBUTES -> span.drop(count());
                default -> json.skip();
            }
        }
        return span.link(traceId, spanId, traceState, new LinkedHashMap<>(others));
    }

    private Attributes attributes() {
        others.clear();
        attributes(others, ofOthers);
        return Attributes.of(others);
    }

    /** Attributes are expected as they were written the last time behind the one before them. */
    private void attributes(AttributeMap attributes, Words words) {
        if (!json.array()) {
            return;
        }
        Word before = words.start;
        for (boolean first = true; json.item(first); first = false) {
            require(attributes.size() < limits.attributes());
            Word word = predicted(before, attributes, words);
            if (word == null) {
                word = attribute(attributes, words);
            }
            before.followedBy(word);
            before = word;
        }
    }

    /** Reads the attribute if it is one that came behind {@code before} already; null, and nothing is read, if not. */
    private @Nullable Word predicted(Word before, AttributeMap attributes, Words words) {
        for (Word word : before.followers()) {
            if (word == null) {
                return null;
            }
            if (expected(word, attributes, words)) {
                return word;
            }
        }
        return null;
    }

    /** Reads the attribute if it is written as {@code word} was the last time; false, and nothing is read, if not. */
    private boolean expected(Word word, AttributeMap attributes, Words words) {
        int start = json.position();
        if (word.bytes.length == 0 || !json.passes(word.bytes)) {
            return false;
        }
        Object value = word.member == STRING ? text(word, words) : member(word.member, Attributes.Empty.VALUE, 0);
        if (!json.passes(CLOSED)) {
            json.moveTo(start);
            return false;
        }
        attributes.put(word, value);
        return true;
    }

    private Word attribute(AttributeMap attributes, Words words) {
        json.token();
        int start = json.position();
        require(json.object());
        Word word = null;
        Object value = Attributes.Empty.VALUE;
        int members = 0;
        for (int name = json.name(openAttribute); name != JsonBytes.CLOSED; name = json.name(name)) {
            members++;
            switch (name) {
                case KEY -> {
                    require(word == null);
                    word = json.symbol(words.known);
                    require(word == null || word.name.length() <= limits.textLength());
                }
                case VALUE -> {
                    // How a value is read depends on its name.
                    value = value(required(word), words, members == 2 ? start : -1);
                }
                default -> json.skip();
            }
        }
        Word named = required(word);
        require(!named.name.isEmpty());
        attributes.put(named, value);
        return named;
    }

    /**
     * Of several members the last one counts.
     *
     * @param start where the attribute starts, if it has had nothing but its name so far; else -1
     */
    private Object value(Word word, Words words, int start) {
        Object value = Attributes.Empty.VALUE;
        if (json.object()) {
            int learning = start;
            for (int name = json.name(openValue); name != JsonBytes.CLOSED; name = json.name(name)) {
                if (learning >= 0 && name != BYTES) {
                    // Where the same bytes stand again, reading them would come to the same.
                    word.bytes = json.since(start);
                    word.member = name;
                }
                learning = -1;
                value = name == STRING ? text(word, words) : member(name, value, 0);
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
    private String id(Id before, int digits) {
        int start = json.textStart();
        if (start < 0 || before.text.isEmpty() || !json.repeats(before.start, digits, start)) {
            before.text = hexId(digits);
            before.start = start;
        }
        return before.text;
    }

    private String hexId(int digits) {
        return required(json.hexId(digits));
    }

    /** A parent may be left out in several ways. */
    private String parent() {
        int start = json.textStart();
        if (start >= 0 && !parentId.text.isEmpty() && json.repeats(parentId.start, HexIds.SPAN_DIGITS, start)) {
            return parentId.text;
        }
        String id = json.hexId(HexIds.SPAN_DIGITS);
        if (id == null) {
            return text();
        }
        parentId.text = id;
        parentId.start = start;
        return id;
    }

    /** Returns an attribute's text, or what stands for it where it holds messages. */
    private Object text(Word word, Words words) {
        int start = json.textStart();
        Object before = start < 0 ? null : word.text;
        if (before != null) {
            int shared = json.shared(word.textStart, word.textLength, start);
            if (shared == word.textLength && json.isQuote(start + shared)) {
                json.moveTo(start + shared + 1);
                return before;
            }
            if (shared == word.textLength - 1
                    && before instanceof MessageText messages
                    && messages.mayContinue()
                    && json.isComma(start + shared)) {
                json.moveTo(start + shared + 1);
                MessageText more = MessageText.continued(messages, json.restOfText());
                words.remember(word, start, json.position() - 1 - start, more);
                return more;
            }
        }
        // What is too long is cut in the messages.
        Object value = word.holdsMessages ? MessageText.of(json.text()) : text();
        words.remember(word, start, json.position() - 1 - start, value);
        return value;
    }

    /** Returns a number as an enum has it. */
    private int number() {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, json.int64()));
    }

    private int count() {
        return Math.max(0, number());
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw JsonBytes.unusual();
        }
        return value;
    }

    private static void require(boolean usual) {
        if (!usual) {
            throw JsonBytes.unusual();
        }
    }
}
