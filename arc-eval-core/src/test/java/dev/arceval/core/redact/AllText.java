package dev.arceval.core.redact;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Everything a reader of a trace could read, in one string. Records show their components by themselves. */
final class AllText {

    private AllText() {}

    static String of(Trace trace) {
        StringBuilder all = new StringBuilder(trace.traceId());
        for (Span span : trace.spans()) {
            for (Object part : List.of(
                    span.name(),
                    span.operation(),
                    span.statusMessage(),
                    span.errorType(),
                    span.agentName(),
                    span.agentVersion(),
                    span.conversationId(),
                    span.userId(),
                    span.documents(),
                    span.provider(),
                    span.model(),
                    span.input(),
                    span.output(),
                    span.toolCall(),
                    span.finishReasons(),
                    span.evaluations(),
                    span.traceState(),
                    span.scope().name(),
                    String.valueOf(span.scope().version()))) {
                all.append('\n').append(part);
            }
            append(all, span.attributes().asMap());
            append(all, span.resource().asMap());
            append(all, span.scope().attributes().asMap());
            span.events()
                    .forEach(event ->
                            append(all, Map.of(event.name(), event.attributes().asMap())));
            span.links()
                    .forEach(link -> append(
                            all,
                            Map.of("" + link.traceState(), link.attributes().asMap())));
        }
        return all.toString();
    }

    private static void append(StringBuilder all, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                all.append('\n').append(key).append(' ');
                append(all, item);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> append(all, item));
        } else if (value instanceof Attributes.Bytes bytes) {
            all.append(new String(Base64.getDecoder().decode(bytes.base64()), StandardCharsets.UTF_8));
        } else {
            all.append(value).append('\n');
        }
    }
}
