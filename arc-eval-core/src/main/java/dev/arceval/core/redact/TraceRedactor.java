package dev.arceval.core.redact;

import dev.arceval.spi.Redactor;
import dev.arceval.spi.Redactor.Field;
import dev.arceval.spi.Redactor.Place;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a trace through redactors, every place of it that can carry text. Untouched are the ids of traces and spans, times,
 * kinds and counts.
 *
 * <p>A text whose redactor throws becomes {@code «redaction-failed»} and is counted; no part of it is kept and nothing is
 * thrown. Thread-safe if the redactors are, as they must be.
 */
// What nothing was found in comes back as the same object, which is cheaper to see than that it is equal.
@SuppressWarnings("ReferenceEquality")
public final class TraceRedactor {

    private static final Logger LOG = LoggerFactory.getLogger(TraceRedactor.class);
    private static final String NAMELESS = "«name:masked»";

    /** Numbers of so many digits are longs. */
    private static final int MAX_LONG_DIGITS = 18;

    private static final Field NAME = new Field(Place.NAME, "");
    private static final Field ERROR = new Field(Place.ERROR, "");
    private static final Field VERSION = new Field(Place.ATTRIBUTE, "version");
    private static final Field USER = new Field(Place.ATTRIBUTE, "user.id");

    private final List<Redactor> redactors;
    private final CutTexts cut = new CutTexts(this::redactAcross);
    private final CutSpans cutSpans = new CutSpans(this::redactAcross);
    private final AtomicBoolean logged = new AtomicBoolean();
    private final LongAdder failures = new LongAdder();
    private final LongAdder changes = new LongAdder();

    /** @param redactors applied one after the other to each text */
    public TraceRedactor(List<Redactor> redactors) {
        this.redactors = List.copyOf(redactors);
    }

    /** Returns the trace without what must go. */
    public Trace redact(Trace trace) {
        // Resource and scope are shared by all spans of an export, so each is gone through once.
        Map<Object, Object> shared = new IdentityHashMap<>();
        List<Span> spans = map(cutSpans.joined(trace.spans()), span -> span(span, shared));
        return spans == trace.spans() ? trace : Trace.of(trace.traceId(), spans);
    }

    /** Returns one text without what must go. */
    public String redact(Field field, String text) {
        if (text.isEmpty()) {
            return text;
        }
        String redacted = text;
        for (Redactor redactor : redactors) {
            redacted = apply(redactor, field, redacted);
            if (redacted.equals(Marker.FAILED)) {
                if (!text.equals(Marker.FAILED)) {
                    failures.increment();
                }
                return Marker.FAILED;
            }
        }
        if (redacted.equals(text)) {
            return text;
        }
        changes.increment();
        return redacted;
    }

    private List<String> redactAcross(List<String> pieces, boolean stream) {
        List<String> redacted = pieces;
        for (Redactor redactor : redactors) {
            if (redactor instanceof StandardRedactor standard) {
                redacted = standard.redactAcross(redacted, stream);
            }
        }
        for (int i = 0; i < pieces.size(); i++) {
            if (!redacted.get(i).equals(pieces.get(i))) {
                (redacted.get(i).equals(Marker.FAILED) ? failures : changes).increment();
            }
        }
        return redacted;
    }

    private String apply(Redactor redactor, Field field, String text) {
        try {
            return Objects.requireNonNull(redactor.redact(field, text));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            // What failed may stand in the message, so only its kind is said, once, and it goes no further.
            if (logged.compareAndSet(false, true)) {
                LOG.warn(
                        "Redaction failed in {} with {}; the text is replaced by {}. Further failures are counted"
                                + " only.",
                        redactor.getClass().getName(),
                        e.getClass().getName(),
                        Marker.FAILED);
            }
            return Marker.FAILED;
        }
    }

    /** How many texts were changed, those that were masked whole left out. */
    public long changes() {
        return changes.sum();
    }

    /** How many texts were masked whole because a redactor threw. */
    public long failures() {
        return failures.sum();
    }

    private Span span(Span span, Map<Object, Object> shared) {
        SpanEdit edit = new SpanEdit(span);
        span.toolCall().ifPresent(call -> toolCall(call, edit));
        edit.set(span.name(), name(span.name()), Span.Builder::name);
        edit.set(span.operation(), this::redactName, Span.Builder::operation);
        edit.set(span.statusMessage(), text -> redact(ERROR, text), Span.Builder::statusMessage);
        edit.set(span.errorType(), this::redactName, Span.Builder::errorType);
        edit.set(span.agentName(), this::redactName, Span.Builder::agentName);
        edit.set(span.agentVersion(), text -> redact(VERSION, text), Span.Builder::agentVersion);
        edit.set(span.conversationId(), this::redactName, Span.Builder::conversationId);
        edit.set(span.userId(), text -> redact(USER, text), Span.Builder::userId);
        edit.set(span.provider(), this::redactName, Span.Builder::provider);
        edit.set(span.model(), this::redactName, Span.Builder::model);
        edit.set(span.input(), messages(span.input()), Span.Builder::input);
        edit.set(span.output(), messages(span.output()), Span.Builder::output);
        edit.set(span.documents(), map(span.documents(), this::document), Span.Builder::documents);
        edit.set(span.finishReasons(), map(span.finishReasons(), this::name), Span.Builder::finishReasons);
        edit.set(span.evaluations(), map(span.evaluations(), this::evaluation), Span.Builder::evaluations);
        edit.set(span.attributes(), attributes(span.attributes()), Span.Builder::attributes);
        edit.set(span.events(), map(cut.events(span.events()), this::event), Span.Builder::events);
        edit.set(span.links(), map(span.links(), this::link), Span.Builder::links);
        edit.set(
                span.resource(),
                (Attributes) shared.computeIfAbsent(span.resource(), r -> attributes((Attributes) r)),
                Span.Builder::resource);
        edit.set(
                span.scope(),
                (Span.Scope) shared.computeIfAbsent(span.scope(), s -> scope((Span.Scope) s)),
                Span.Builder::scope);
        edit.set(span.traceState(), this::redactName, Span.Builder::traceState);
        return edit.done();
    }

    private void toolCall(ToolCall call, SpanEdit edit) {
        edit.set(call.name(), name(call.name()), Span.Builder::toolName);
        edit.set(call.id(), orNull(call.id()), Span.Builder::toolCallId);
        edit.set(
                call.arguments(),
                orNull(new Field(Place.TOOL_ARGUMENTS, call.name()), call.arguments()),
                Span.Builder::toolArguments);
        edit.set(
                call.result(),
                orNull(new Field(Place.TOOL_RESULT, call.name()), call.result()),
                Span.Builder::toolResult);
    }

    /** A span on its way: only what differs is set, and one in which nothing is found stays what it is. */
    private static final class SpanEdit {

        private final Span span;
        private Span.@Nullable Builder changed;

        SpanEdit(Span span) {
            this.span = span;
        }

        /** Sets {@code after} if it is another object: what nothing was found in comes back as it went in. */
        <T extends @Nullable Object> void set(T before, T after, BiConsumer<Span.Builder, T> setter) {
            if (before != after) {
                changed = changed == null ? span.toBuilder() : changed;
                setter.accept(changed, after);
            }
        }

        void set(Optional<String> text, UnaryOperator<String> redaction, BiConsumer<Span.Builder, String> setter) {
            if (text.isPresent()) {
                set(text.get(), redaction.apply(text.get()), setter);
            }
        }

        Span done() {
            return changed == null ? span : changed.build();
        }
    }

    private String redactName(String text) {
        return redact(NAME, text);
    }

    /** A name must not become nothing, whatever the policy says. */
    private String name(String text) {
        String redacted = redact(NAME, text);
        return redacted.isEmpty() && !text.isEmpty() ? NAMELESS : redacted;
    }

    private @Nullable String orNull(@Nullable String text) {
        return orNull(NAME, text);
    }

    private @Nullable String orNull(Field field, @Nullable String text) {
        return text == null ? null : redact(field, text);
    }

    /** Returns {@code items} itself if no item becomes another object. */
    private static <T> List<T> map(List<T> items, UnaryOperator<T> change) {
        List<T> changed = null;
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            T after = change.apply(item);
            if (changed == null && after != item) {
                changed = new ArrayList<>(items.subList(0, i));
            }
            if (changed != null) {
                changed.add(after);
            }
        }
        return changed == null ? items : changed;
    }

    /** Returns the one that was there, if nothing was found in it. */
    private static <T> T unlessEqual(T before, T after) {
        return after.equals(before) ? before : after;
    }

    private List<Message> messages(List<Message> messages) {
        return map(cut.messages(messages), this::message);
    }

    private Message message(Message message) {
        Field field = new Field(Place.MESSAGE, message.role().name().toLowerCase(Locale.ROOT));
        List<Message.Part> parts = map(message.parts(), part -> part(field, part));
        String name = orNull(message.name());
        return parts == message.parts() && name == message.name() ? message : new Message(message.role(), parts, name);
    }

    private Message.Part part(Field field, Message.Part part) {
        return unlessEqual(part, redacted(field, part));
    }

    private Message.Part redacted(Field field, Message.Part part) {
        if (part instanceof Message.Text text) {
            return new Message.Text(redact(field, text.content()));
        }
        if (part instanceof Message.ToolRequest request) {
            Field arguments = new Field(Place.TOOL_ARGUMENTS, request.name());
            return new Message.ToolRequest(
                    orNull(request.id()), name(request.name()), orNull(arguments, request.arguments()));
        }
        if (part instanceof Message.ToolResponse response) {
            return new Message.ToolResponse(
                    orNull(response.id()), redact(new Field(Place.TOOL_RESULT, ""), response.result()));
        }
        Message.Other other = (Message.Other) part;
        return new Message.Other(name(other.type()), redact(field, other.json()));
    }

    private Document document(Document document) {
        return unlessEqual(
                document,
                new Document(
                        orNull(document.id()),
                        orNull(new Field(Place.ATTRIBUTE, "document.content"), document.content()),
                        document.score(),
                        orNull(new Field(Place.ATTRIBUTE, "document.metadata"), document.metadata())));
    }

    private Evaluation evaluation(Evaluation evaluation) {
        return unlessEqual(
                evaluation,
                new Evaluation(
                        name(evaluation.name()),
                        evaluation.score(),
                        orNull(evaluation.label()),
                        orNull(new Field(Place.EVALUATION, evaluation.name()), evaluation.explanation())));
    }

    private Span.Event event(Span.Event event) {
        String name = name(event.name());
        Attributes attributes = attributes(event.attributes());
        return name == event.name() && attributes == event.attributes()
                ? event
                : new Span.Event(name, event.epochNanos(), attributes);
    }

    private Span.Link link(Span.Link link) {
        Attributes attributes = attributes(link.attributes());
        String state = orNull(link.traceState());
        return attributes == link.attributes() && state == link.traceState()
                ? link
                : new Span.Link(link.traceId(), link.spanId(), attributes, state);
    }

    private Span.Scope scope(Span.Scope scope) {
        String name = name(scope.name());
        String version = orNull(VERSION, scope.version());
        Attributes attributes = attributes(scope.attributes());
        return name == scope.name() && version == scope.version() && attributes == scope.attributes()
                ? scope
                : new Span.Scope(name, version, attributes);
    }

    private Attributes attributes(Attributes attributes) {
        if (attributes.isEmpty()) {
            return attributes;
        }
        Map<String, Object> entries = attributes.asMap();
        Map<String, Object> redacted = entries(cut.entries(entries));
        return redacted == entries ? attributes : Attributes.of(redacted);
    }

    /** Returns {@code entries} itself if no key or value becomes another object. */
    private Map<String, Object> entries(Map<String, Object> entries) {
        Map<String, Object> changed = null;
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            String key = name(entry.getKey());
            Object value = value(entry.getKey(), entry.getValue());
            if (changed == null && (key != entry.getKey() || value != entry.getValue())) {
                changed = before(entry.getKey(), entries);
            }
            if (changed != null) {
                changed.put(key, value);
            }
        }
        return changed == null ? entries : changed;
    }

    private static Map<String, Object> before(String key, Map<String, Object> entries) {
        Map<String, Object> before = new TreeMap<>();
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            if (entry.getKey().equals(key)) {
                break;
            }
            before.put(entry.getKey(), entry.getValue());
        }
        return before;
    }

    private Object value(String key, Object value) {
        if (value instanceof String text) {
            return redact(field(key), text);
        }
        if (value instanceof Long || value instanceof Double) {
            return number(key, (Number) value);
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            cut.items(list).forEach(item -> items.add(value(key, item)));
            return unlessEqual(list, items);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> redacted = new TreeMap<>();
            map.forEach((name, item) -> redacted.put(name((String) name), value((String) name, item)));
            return unlessEqual(map, redacted);
        }
        return value instanceof Attributes.Bytes bytes ? bytes(key, bytes) : value;
    }

    private static Field field(String key) {
        boolean error = key.startsWith("exception.") || key.startsWith("error.");
        return new Field(error ? Place.ERROR : Place.ATTRIBUTE, key);
    }

    /** A card or a phone number kept as a number; what must go becomes text. */
    private Object number(String key, Number number) {
        String text = number instanceof Double real && Double.isFinite(real)
                ? BigDecimal.valueOf(real).stripTrailingZeros().toPlainString()
                : number.toString();
        String redacted = redact(field(key), text);
        if (redacted.equals(text)) {
            return number;
        }
        return Replacer.isNumber(redacted) && redacted.length() <= MAX_LONG_DIGITS ? Long.valueOf(redacted) : redacted;
    }

    /** Bytes that are text are redacted as text; others can hold nothing that we would find. */
    private Object bytes(String key, Attributes.Bytes bytes) {
        try {
            String text = new String(Base64.getDecoder().decode(bytes.base64()), StandardCharsets.UTF_8);
            String redacted = redact(field(key), text);
            return redacted.equals(text)
                    ? bytes
                    : new Attributes.Bytes(
                            Base64.getEncoder().encodeToString(redacted.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return redact(field(key), bytes.base64());
        }
    }
}
