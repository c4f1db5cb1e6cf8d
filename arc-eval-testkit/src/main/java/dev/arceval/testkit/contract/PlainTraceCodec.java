package dev.arceval.testkit.contract;

import dev.arceval.spi.TraceCodec;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A codec for tests of stores. It keeps everything a trace holds, character by character, in a form of its own that is no
 * file format: it may change with any release. In production a store is given Arc-Eval's codec when it is opened.
 *
 * @since 0.1
 */
public final class PlainTraceCodec implements TraceCodec {

    private static final int MAGIC = 0x50547201;

    @Override
    public byte[] encode(Trace trace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Writer writer = new Writer(new DataOutputStream(bytes));
        try {
            writer.trace(trace);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return bytes.toByteArray();
    }

    @Override
    public Trace decode(byte[] bytes) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            Trace trace = new Reader(in).trace();
            if (in.available() > 0) {
                throw new IllegalArgumentException("something follows the trace");
            }
            return trace;
        } catch (IOException early) {
            throw new IllegalArgumentException("the trace ends early", early);
        }
    }

    private interface Item<T extends @Nullable Object> {
        void write(T item) throws IOException;
    }

    private interface ItemSource<T extends @Nullable Object> {
        T read() throws IOException;
    }

    private record Writer(DataOutputStream out) {

        void trace(Trace trace) throws IOException {
            out.writeInt(MAGIC);
            text(trace.traceId());
            list(trace.spans(), this::span);
        }

        private void span(Span span) throws IOException {
            text(span.spanId());
            text(span.name());
            text(span.parentSpanId().orElse(null));
            text(span.kind().name());
            text(span.operation().orElse(null));
            out.writeLong(span.startEpochNanos());
            out.writeLong(span.endEpochNanos());
            text(span.status().name());
            text(span.statusMessage().orElse(null));
            text(span.errorType().orElse(null));
            text(span.agentName().orElse(null));
            text(span.agentVersion().orElse(null));
            text(span.conversationId().orElse(null));
            text(span.userId().orElse(null));
            text(span.provider().orElse(null));
            text(span.model().orElse(null));
            list(span.input(), this::message);
            list(span.output(), this::message);
            tool(span);
            list(span.documents(), this::document);
            usage(span.usage());
            list(span.finishReasons(), this::text);
            list(span.evaluations(), this::evaluation);
            attributes(span.attributes());
            list(span.events(), this::event);
            list(span.links(), this::link);
            attributes(span.resource());
            text(span.scope().name());
            text(span.scope().version());
            attributes(span.scope().attributes());
            out.writeInt(span.spanKind());
            text(span.traceState().orElse(null));
            out.writeInt(span.droppedCount());
        }

        private void tool(Span span) throws IOException {
            var call = span.toolCall();
            text(call.map(tool -> tool.name()).orElse(null));
            text(call.map(tool -> tool.id()).orElse(null));
            text(call.map(tool -> tool.arguments()).orElse(null));
            text(call.map(tool -> tool.result()).orElse(null));
        }

        private void usage(Usage usage) throws IOException {
            value(usage.inputTokens());
            value(usage.outputTokens());
            value(usage.cachedInputTokens());
            value(usage.cacheWriteTokens());
            value(usage.reasoningTokens());
            value(usage.costUsd());
        }

        private void document(Document document) throws IOException {
            text(document.id());
            text(document.content());
            value(document.score());
            text(document.metadata());
        }

        private void evaluation(Evaluation evaluation) throws IOException {
            text(evaluation.name());
            value(evaluation.score());
            text(evaluation.label());
            text(evaluation.explanation());
        }

        private void event(Span.Event event) throws IOException {
            text(event.name());
            out.writeLong(event.epochNanos());
            attributes(event.attributes());
        }

        private void link(Span.Link link) throws IOException {
            text(link.traceId());
            text(link.spanId());
            attributes(link.attributes());
            text(link.traceState());
        }

        private void message(Message message) throws IOException {
            text(message.role().name());
            text(message.name());
            list(message.parts(), this::part);
        }

        private void part(Message.Part part) throws IOException {
            if (part instanceof Message.Text text) {
                out.writeByte('t');
                text(text.content());
            } else if (part instanceof Message.ToolRequest request) {
                out.writeByte('q');
                text(request.id());
                text(request.name());
                text(request.arguments());
            } else if (part instanceof Message.ToolResponse response) {
                out.writeByte('r');
                text(response.id());
                text(response.result());
            } else if (part instanceof Message.Other other) {
                out.writeByte('o');
                text(other.type());
                text(other.json());
            }
        }

        private void attributes(Attributes attributes) throws IOException {
            value(attributes.asMap());
        }

        private void value(@Nullable Object value) throws IOException {
            if (value == null) {
                out.writeByte('n');
            } else if (value instanceof String text) {
                out.writeByte('s');
                text(text);
            } else if (value instanceof Boolean truth) {
                out.writeByte(truth ? 'T' : 'F');
            } else if (value instanceof Long number) {
                out.writeByte('l');
                out.writeLong(number);
            } else if (value instanceof Double number) {
                out.writeByte('d');
                out.writeDouble(number);
            } else if (value instanceof Attributes.Bytes bytes) {
                out.writeByte('b');
                text(bytes.base64());
            } else if (value instanceof Attributes.Empty) {
                out.writeByte('e');
            } else if (value instanceof List<?> list) {
                out.writeByte('[');
                list(list, this::value);
            } else if (value instanceof Map<?, ?> map) {
                out.writeByte('{');
                list(List.copyOf(map.keySet()), key -> text((String) key));
                list(List.copyOf(map.values()), this::value);
            }
        }

        private <T extends @Nullable Object> void list(List<? extends T> list, Item<T> item) throws IOException {
            out.writeInt(list.size());
            for (T each : list) {
                item.write(each);
            }
        }

        /** In UTF-16, which unlike UTF-8 keeps lone surrogates. */
        private void text(@Nullable String text) throws IOException {
            out.writeInt(text == null ? -1 : text.length());
            out.writeChars(text == null ? "" : text);
        }
    }

    private record Reader(DataInputStream in) {

        Trace trace() throws IOException {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("not a trace of this codec");
            }
            return Trace.of(word(), list(this::span));
        }

        private Span span() throws IOException {
            return Span.builder(word(), word())
                    .parentSpanId(text())
                    .kind(Span.Kind.valueOf(word()))
                    .operation(text())
                    .startEpochNanos(in.readLong())
                    .endEpochNanos(in.readLong())
                    .status(Span.Status.valueOf(word()))
                    .statusMessage(text())
                    .errorType(text())
                    .agentName(text())
                    .agentVersion(text())
                    .conversationId(text())
                    .userId(text())
                    .provider(text())
                    .model(text())
                    .input(list(this::message))
                    .output(list(this::message))
                    .toolName(text())
                    .toolCallId(text())
                    .toolArguments(text())
                    .toolResult(text())
                    .documents(list(this::document))
                    .usage(usage())
                    .finishReasons(list(this::word))
                    .evaluations(list(this::evaluation))
                    .attributes(attributes())
                    .events(list(this::event))
                    .links(list(this::link))
                    .resource(attributes())
                    .scope(new Span.Scope(word(), text(), attributes()))
                    .spanKind(in.readInt())
                    .traceState(text())
                    .droppedCount(in.readInt())
                    .build();
        }

        private Document document() throws IOException {
            return new Document(text(), text(), (Double) value(), text());
        }

        private Usage usage() throws IOException {
            return new Usage(
                    (Long) value(), (Long) value(), (Long) value(), (Long) value(), (Long) value(), (Double) value());
        }

        private Evaluation evaluation() throws IOException {
            return new Evaluation(word(), (Double) value(), text(), text());
        }

        private Span.Event event() throws IOException {
            return new Span.Event(word(), in.readLong(), attributes());
        }

        private Span.Link link() throws IOException {
            return new Span.Link(word(), word(), attributes(), text());
        }

        private Message message() throws IOException {
            Message.Role role = Message.Role.valueOf(word());
            String name = text();
            return new Message(role, list(this::part), name);
        }

        private Message.Part part() throws IOException {
            return switch (in.readByte()) {
                case 't' -> new Message.Text(word());
                case 'q' -> new Message.ToolRequest(text(), word(), text());
                case 'r' -> new Message.ToolResponse(text(), word());
                case 'o' -> new Message.Other(word(), word());
                default -> throw new IllegalArgumentException("unknown part of a message");
            };
        }

        private Attributes attributes() throws IOException {
            if (value() instanceof Map<?, ?> map) {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, value) -> copy.put((String) name, value));
                return Attributes.of(copy);
            }
            throw new IllegalArgumentException("attributes are no map");
        }

        private @Nullable Object value() throws IOException {
            return switch (in.readByte()) {
                case 'n' -> null;
                case 's' -> word();
                case 'T' -> true;
                case 'F' -> false;
                case 'l' -> in.readLong();
                case 'd' -> in.readDouble();
                case 'b' -> new Attributes.Bytes(word());
                case 'e' -> Attributes.Empty.VALUE;
                case '[' -> values();
                case '{' -> map();
                default -> throw new IllegalArgumentException("unknown value");
            };
        }

        private Map<String, @Nullable Object> map() throws IOException {
            List<String> names = list(this::word);
            List<@Nullable Object> values = values();
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                map.put(names.get(i), values.get(i));
            }
            return map;
        }

        private List<@Nullable Object> values() throws IOException {
            return list(this::value);
        }

        private <T extends @Nullable Object> List<T> list(ItemSource<T> item) throws IOException {
            int size = in.readInt();
            List<T> list = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                list.add(item.read());
            }
            return list;
        }

        private String word() throws IOException {
            String text = text();
            if (text == null) {
                throw new IllegalArgumentException("a text is missing");
            }
            return text;
        }

        private @Nullable String text() throws IOException {
            int length = in.readInt();
            if (length < 0) {
                return null;
            }
            if (length > in.available() / 2) {
                throw new IllegalArgumentException("a text ends early");
            }
            StringBuilder text = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                text.append(in.readChar());
            }
            return text.toString();
        }
    }
}
