package dev.arceval.core.store;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of heap a trace takes. Texts are counted at two bytes a character, which is too much for the Latin
 * ones that the JVM keeps in one; objects by the round figures below.
 */
final class TraceWeight {

    private static final int TRACE = 400;
    private static final int SPAN = 600;
    private static final int OBJECT = 60;
    private static final int CHARACTER = 2;

    private TraceWeight() {}

    static long bytes(Trace trace) {
        long bytes = TRACE + text(trace.traceId());
        for (Span span : trace.spans()) {
            bytes += SPAN + span(span);
        }
        return bytes;
    }

    private static long span(Span span) {
        long bytes = text(span.spanId()) + text(span.name()) + text(span.statusMessage());
        for (Message message : span.input()) {
            bytes += message(message);
        }
        for (Message message : span.output()) {
            bytes += message(message);
        }
        bytes += span.toolCall()
                .map(call -> text(call.name()) + text(call.arguments()) + text(call.result()))
                .orElse(0L);
        for (Evaluation evaluation : span.evaluations()) {
            bytes += OBJECT + text(evaluation.name()) + text(evaluation.label()) + text(evaluation.explanation());
        }
        for (Document document : span.documents()) {
            bytes += OBJECT + text(document.id()) + text(document.content()) + text(document.metadata());
        }
        for (Span.Event event : span.events()) {
            bytes += OBJECT + text(event.name()) + attributes(event.attributes());
        }
        for (Span.Link link : span.links()) {
            bytes += 3 * OBJECT + attributes(link.attributes());
        }
        // Resource and scope are shared by the spans of a process.
        return bytes + attributes(span.attributes());
    }

    private static long message(Message message) {
        long bytes = OBJECT;
        for (Message.Part part : message.parts()) {
            if (part instanceof Message.Text text) {
                bytes += text(text.content());
            } else if (part instanceof Message.ToolRequest request) {
                bytes += text(request.name()) + text(request.arguments());
            } else if (part instanceof Message.ToolResponse response) {
                bytes += text(response.result());
            } else if (part instanceof Message.Other other) {
                bytes += text(other.json());
            }
        }
        return bytes;
    }

    private static long attributes(Attributes attributes) {
        return value(attributes.asMap());
    }

    private static long value(Object value) {
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Attributes.Bytes bytes) {
            return text(bytes.base64());
        }
        if (value instanceof List<?> list) {
            long bytes = OBJECT;
            for (Object item : list) {
                bytes += value(item);
            }
            return bytes;
        }
        if (value instanceof Map<?, ?> map) {
            long bytes = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += OBJECT + value(entry.getKey()) + value(entry.getValue());
            }
            return bytes;
        }
        return OBJECT;
    }

    private static long text(Optional<String> text) {
        return text.map(TraceWeight::text).orElse(0L);
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : OBJECT + (long) CHARACTER * text.length();
    }
}
