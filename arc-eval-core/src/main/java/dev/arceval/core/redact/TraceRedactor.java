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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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
public final class TraceRedactor {

    private static final Logger LOG = LoggerFactory.getLogger(TraceRedactor.class);
    private static final String NAMELESS = "«name:masked»";

    /** Numbers of so many digits are longs. */
    private static final int MAX_LONG_DIGITS = 18;

    private static final Field NAME = new Field(Place.NAME, "");

    private final List<Redactor> redactors;
    private final CutTexts cut = new CutTexts(this::redactAcross);
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
        List<Span> spans = new ArrayList<>(trace.spans().size());
        for (Span span : trace.spans()) {
            spans.add(span(span, shared));
        }
        return Trace.of(trace.traceId(), spans);
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
        if (!redacted.equals(text)) {
            changes.increment();
        }
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
                changes.increment();
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
                        "Redaction failed in {} with {}; the text is replaced by {}. Further failures are counted only.",
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
        ToolCall call = span.toolCall().orElse(null);
        String tool = call == null ? "" : call.name();
        return span.toBuilder()
                .toolName(call == null ? null : name(tool))
                .toolCallId(call == null ? null : orNull(call.id()))
                .toolArguments(call == null ? null : orNull(new Field(Place.TOOL_ARGUMENTS, tool), call.arguments()))
                .toolResult(call == null ? null : orNull(new Field(Place.TOOL_RESULT, tool), call.result()))
                .name(name(span.name()))
                .operation(orNull(span.operation().orElse(null)))
                .statusMessage(
                        orNull(new Field(Place.ERROR, ""), span.statusMessage().orElse(null)))
                .errorType(orNull(span.errorType().orElse(null)))
                .agentName(orNull(span.agentName().orElse(null)))
                .agentVersion(orNull(
                        new Field(Place.ATTRIBUTE, "version"),
                        span.agentVersion().orElse(null)))
                .conversationId(orNull(span.conversationId().orElse(null)))
                .userId(orNull(
                        new Field(Place.ATTRIBUTE, "user.id"), span.userId().orElse(null)))
                .provider(orNull(span.provider().orElse(null)))
                .model(orNull(span.model().orElse(null)))
                .input(map(cut.messages(span.input()), this::message))
                .output(map(cut.messages(span.output()), this::message))
                .documents(map(span.documents(), this::document))
                .finishReasons(map(span.finishReasons(), this::name))
                .evaluations(map(span.evaluations(), this::evaluation))
                .attributes(attributes(span.attributes()))
                .events(map(cut.events(span.events()), this::event))
                .links(map(span.links(), this::link))
                .resource((Attributes) shared.computeIfAbsent(span.resource(), r -> attributes((Attributes) r)))
                .scope((Span.Scope) shared.computeIfAbsent(span.scope(), s -> scope((Span.Scope) s)))
                .traceState(orNull(span.traceState().orElse(null)))
                .build();
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

    private static <T> List<T> map(List<T> items, UnaryOperator<T> change) {
        return items.isEmpty() ? items : items.stream().map(change).toList();
    }

    private Message message(Message message) {
        Field field = new Field(Place.MESSAGE, message.role().name().toLowerCase(Locale.ROOT));
        List<Message.Part> parts = map(message.parts(), part -> part(field, part));
        return new Message(message.role(), parts, orNull(message.name()));
    }

    private Message.Part part(Field field, Message.Part part) {
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
        return new Document(
                orNull(document.id()),
                orNull(new Field(Place.ATTRIBUTE, "document.content"), document.content()),
                document.score(),
                orNull(new Field(Place.ATTRIBUTE, "document.metadata"), document.metadata()));
    }

    private Evaluation evaluation(Evaluation evaluation) {
        return new Evaluation(
                name(evaluation.name()),
                evaluation.score(),
                orNull(evaluation.label()),
                orNull(new Field(Place.EVALUATION, evaluation.name()), evaluation.explanation()));
    }

    private Span.Event event(Span.Event event) {
        return new Span.Event(name(event.name()), event.epochNanos(), attributes(event.attributes()));
    }

    private Span.Link link(Span.Link link) {
        return new Span.Link(link.traceId(), link.spanId(), attributes(link.attributes()), orNull(link.traceState()));
    }

    private Span.Scope scope(Span.Scope scope) {
        return new Span.Scope(
                name(scope.name()),
                orNull(new Field(Place.ATTRIBUTE, "version"), scope.version()),
                attributes(scope.attributes()));
    }

    private Attributes attributes(Attributes attributes) {
        return attributes.isEmpty() ? attributes : Attributes.of(entries(attributes.asMap()));
    }

    private Map<String, Object> entries(Map<String, Object> entries) {
        Map<String, Object> redacted = new TreeMap<>();
        cut.entries(entries).forEach((key, value) -> redacted.put(name(key), value(key, value)));
        return redacted;
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
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> redacted = new TreeMap<>();
            map.forEach((name, item) -> redacted.put(name((String) name), value((String) name, item)));
            return redacted;
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
