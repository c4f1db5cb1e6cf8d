package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one trace of the simple JSON from its bytes, as loggers write it, and leaves anything else to {@link SimpleJsonRecord}:
 * broken JSON, what is beyond a limit, what wants a word in the report.
 *
 * <p>The rule it is tested by: where it answers true, the other reader finds no defect and gives equal spans. Mutable, for one
 * thread.
 */
final class SimpleJsonBytes {

    private static final int TRACE_ID = 0;
    private static final int TRACE_ID_CAMEL = 1;
    private static final int TIMESTAMP = 2;
    private static final int START_TIME = 3;
    private static final int START_TIME_CAMEL = 4;
    private static final int SERVICE = 5;
    private static final int SERVICE_NAME = 6;
    private static final int SERVICE_NAME_CAMEL = 7;
    private static final int SPANS = 8;
    private static final int SPAN_ID = 9;
    private static final int SPAN_ID_CAMEL = 10;
    private static final int ID = 11;
    private static final int PARENT_SPAN_ID = 12;
    private static final int PARENT_SPAN_ID_CAMEL = 13;
    private static final int PARENT_ID = 14;
    private static final int PARENT_ID_CAMEL = 15;
    private static final int NAME = 16;
    private static final int END_TIME = 17;
    private static final int END_TIME_CAMEL = 18;
    private static final int ATTRIBUTES = 19;
    private static final int STATUS = 20;
    private static final int STATUS_MESSAGE = 21;
    private static final int STATUS_MESSAGE_CAMEL = 22;
    private static final int EVENTS = 23;
    private static final int STATUS_CODE = 24;
    private static final int STATUS_CODE_CAMEL = 25;
    private static final int CODE = 26;
    private static final int MESSAGE = 27;
    private static final int DESCRIPTION = 28;
    private static final int TIME = 29;

    private static final String[] NAMES = {
        "trace_id",
        "traceId",
        "timestamp",
        "start_time",
        "startTime",
        "service",
        "service_name",
        "serviceName",
        "spans",
        "span_id",
        "spanId",
        "id",
        "parent_span_id",
        "parentSpanId",
        "parent_id",
        "parentId",
        "name",
        "end_time",
        "endTime",
        "attributes",
        "status",
        "status_message",
        "statusMessage",
        "events",
        "status_code",
        "statusCode",
        "code",
        "message",
        "description",
        "time"
    };

    /** Values that nest deeper are left to the other reader. */
    private static final int DEPTH = 32;

    private static final byte[] NOTHING = {};

    private final JsonBytes json = new JsonBytes(NAMES);
    private final int openTrace = json.opening(0);
    private final int openSpan = json.opening(1);
    private final int openStatus = json.opening(2);
    private final int openEvent = json.opening(3);

    private final ReadLimits limits;
    private final RecordResult result;
    private final SimpleJsonTrace trace;
    private final Symbols<Word> words = new Symbols<>(Word::ofSpan);
    private final Symbols<String> keys = new Symbols<>(text -> text);

    /** What is made of a name that is known elsewhere, where it is an attribute. */
    private final @Nullable Word[] nameWords = new @Nullable Word[NAMES.length];

    private byte[] bytes = NOTHING;

    SimpleJsonBytes(ReadLimits limits, RecordResult result) {
        this.limits = limits;
        this.result = result;
        this.trace = new SimpleJsonTrace(result, new Conversation(limits, result));
    }

    /**
     * Reads a record into the result, which is empty.
     *
     * @return false if the other reader must look at it; the result is empty then
     */
    boolean read(byte[] record, int from, int to) {
        bytes = record;
        json.start(record, from, to);
        trace.clear();
        try {
            trace();
            json.finish();
            trace.finish();
            return true;
        } catch (JsonBytes.Unusual leftToTheOther) {
            result.clear();
            return false;
        } finally {
            // Nothing holds on to the bytes, which the next record may replace.
            json.start(NOTHING, 0, 0);
            bytes = NOTHING;
        }
    }

    private void trace() {
        require(json.object());
        for (int name = json.name(openTrace); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case TRACE_ID, TRACE_ID_CAMEL -> trace.traceId = id();
                case TIMESTAMP, START_TIME, START_TIME_CAMEL -> trace.timestamp = time();
                case SERVICE, SERVICE_NAME, SERVICE_NAME_CAMEL -> service();
                case SPANS -> spans();
                default -> put(trace.resource, nameOf(name), plain(0));
            }
        }
        require(!trace.traceId.isEmpty() && trace.hasSpans());
    }

    private void service() {
        Object service = plain(0);
        if (service instanceof String name) {
            put(trace.resource, "service.name", name);
        } else if (service instanceof Map<?, ?> parts) {
            parts.forEach((name, value) -> put(trace.resource, "service." + name, value));
        }
    }

    private void spans() {
        if (json.array()) {
            for (boolean first = true; json.item(first); first = false) {
                if (json.object()) {
                    span(trace.draft());
                }
            }
        }
    }

    private void span(SimpleJsonTrace.Draft span) {
        for (int name = json.name(openSpan); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case SPAN_ID, SPAN_ID_CAMEL, ID -> span.id = id();
                case PARENT_SPAN_ID, PARENT_SPAN_ID_CAMEL, PARENT_ID, PARENT_ID_CAMEL -> span.parentId = id();
                case TRACE_ID, TRACE_ID_CAMEL -> json.skip();
                case NAME -> span.name = text();
                case START_TIME, START_TIME_CAMEL, TIMESTAMP -> span.start = time();
                case END_TIME, END_TIME_CAMEL -> span.end = time();
                case ATTRIBUTES -> attributes(span.attributes);
                case STATUS -> status(span);
                case STATUS_MESSAGE, STATUS_MESSAGE_CAMEL -> span.message = textOrNull();
                case EVENTS -> span.events = events();
                default -> {
                    Word word = word(name);
                    put(span.attributes, word, plain(0));
                }
            }
        }
    }

    private void attributes(AttributeMap attributes) {
        if (json.object()) {
            for (Word word = json.key(true, words); word != null; word = json.key(false, words)) {
                put(attributes, word, plain(0));
            }
        }
    }

    private void status(SimpleJsonTrace.Draft span) {
        if (json.token() != '{') {
            span.status = statusCode();
            return;
        }
        json.object();
        for (int name = json.name(openStatus); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case STATUS_CODE, STATUS_CODE_CAMEL, CODE -> span.status = statusCode();
                case MESSAGE, DESCRIPTION -> span.message = textOrNull();
                default -> json.skip();
            }
        }
    }

    private Span.@Nullable Status statusCode() {
        if (isNull()) {
            return null;
        }
        return SimpleJsonTrace.status(textOrWholeNumber());
    }

    private List<Span.Event> events() {
        List<Span.Event> events = new ArrayList<>();
        if (json.array()) {
            for (boolean first = true; json.item(first); first = false) {
                if (json.object()) {
                    require(events.size() < limits.events());
                    events.add(event());
                }
            }
        }
        return events;
    }

    private Span.Event event() {
        String eventName = "";
        long time = 0;
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int name = json.name(openEvent); name != JsonBytes.CLOSED; name = json.name(name)) {
            switch (name) {
                case NAME -> eventName = text();
                case TIMESTAMP, TIME -> time = time();
                case ATTRIBUTES -> {
                    if (json.object()) {
                        for (String key = json.key(true, keys); key != null; key = json.key(false, keys)) {
                            put(attributes, key, plain(0));
                        }
                    }
                }
                default -> put(attributes, nameOf(name), plain(0));
            }
        }
        return new Span.Event(eventName, time, Attributes.of(attributes));
    }

    private String nameOf(int name) {
        return name < NAMES.length ? NAMES[name] : json.otherName(keys);
    }

    private Word word(int name) {
        if (name == NAMES.length) {
            return json.otherName(words);
        }
        Word word = nameWords[name];
        if (word == null) {
            word = Word.ofSpan(NAMES[name]);
            nameWords[name] = word;
        }
        return word;
    }

    private void put(Map<String, Object> attributes, String name, Object value) {
        require(!name.isEmpty() && attributes.size() < limits.attributes());
        attributes.put(name, value);
    }

    private void put(AttributeMap attributes, Word word, Object value) {
        require(!word.name.isEmpty() && attributes.size() < limits.attributes());
        attributes.put(word, value);
    }

    private Object plain(int depth) {
        require(depth < DEPTH);
        return switch (json.token()) {
            case '"' -> text();
            case '{' -> map(depth);
            case '[' -> list(depth);
            case 't', 'f' -> json.flag();
            case 'n' -> {
                json.text();
                yield Attributes.Empty.VALUE;
            }
            default -> json.anyNumber();
        };
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        json.object();
        for (String key = json.key(true, keys); key != null; key = json.key(false, keys)) {
            require(key.length() <= limits.textLength());
            map.put(key, plain(depth + 1));
        }
        return map;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        json.array();
        for (boolean first = true; json.item(first); first = false) {
            list.add(plain(depth + 1));
        }
        return list;
    }

    private boolean isNull() {
        if (json.token() != 'n') {
            return false;
        }
        json.text();
        return true;
    }

    /** Returns a text within the limit; empty for {@code null}. */
    private String text() {
        String text = json.text();
        require(text.length() <= limits.textLength());
        return text;
    }

    private @Nullable String textOrNull() {
        String text = text();
        return text.isEmpty() ? null : text;
    }

    private String textOrWholeNumber() {
        if (json.token() == '"') {
            return json.text();
        }
        String number = json.numberText();
        require(number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9')));
        return number;
    }

    private String id() {
        String id = isNull() ? "" : textOrWholeNumber();
        require(id.length() <= 128);
        return id;
    }

    private long time() {
        if (isNull()) {
            return 0;
        }
        long time;
        if (json.token() == '"') {
            int start = json.plainText();
            int end = json.position() - 1;
            time = Times.usual(bytes, start, end);
            if (time == Times.NONE) {
                time = Times.nanos(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            }
        } else {
            time = Times.epoch(json.numberText());
        }
        require(time != Times.NONE);
        return time;
    }

    private static void require(boolean usual) {
        if (!usual) {
            throw JsonBytes.unusual();
        }
    }
}
