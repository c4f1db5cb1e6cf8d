package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zipkin's second format: a list of spans, a list of traces that are lists of spans, or a span a line. Times are
 * microseconds.
 *
 * <p>Zipkin reports a call from both sides under one id, and a side in several pieces. Pieces of a list that come from the
 * same side are one span; the caller's side keeps the id, the other side becomes its child under an id made from it.
 */
final class ZipkinFormat implements JsonFormat, JsonTraceFormat.OfOneList {

    private static final long MICROS = 1_000;

    @Override
    public String name() {
        return "zipkin";
    }

    @Override
    public int recognise(Shape shape) {
        return recognise(shape, "") || recognise(shape, "[].") ? CERTAIN : 0;
    }

    private static boolean recognise(Shape shape, String prefix) {
        boolean ids = shape.hasAll(prefix + "traceId", prefix + "id");
        boolean own = shape.hasAny(prefix + "localEndpoint", prefix + "remoteEndpoint", prefix + "shared")
                || shape.hasAll(prefix + "timestamp", prefix + "duration")
                || shape.hasAll(prefix + "name", prefix + "annotations");
        return ids
                && own
                && !shape.hasAny(prefix + "binaryAnnotations", prefix + "spans", prefix + "startTime", prefix + "type");
    }

    @Override
    public boolean isOneRecord(Shape shape) {
        return shape.has("traceId");
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        List<Node> items = record.isList() ? record.items() : record.get("list").items();
        if (record.isObject() && !record.has("list")) {
            items = List.of(record);
        } else if (!record.isList() && !record.isObject()) {
            throw RecordSpans.refusal("the record must be a span or a list of spans");
        }
        Map<List<String>, List<Side>> calls = new LinkedHashMap<>();
        for (Node span : items) {
            String traceId = Ids.plain(span.get("traceId").text(""));
            String id = Ids.plain(span.get("id").text(""));
            if (traceId.isEmpty() || id.isEmpty()) {
                spans.reject(span.path() + " must have a traceId and an id");
            } else {
                side(span, calls.computeIfAbsent(List.of(traceId, id), key -> new ArrayList<>()));
            }
        }
        calls.forEach((ids, sides) -> call(ids.get(0), ids.get(1), sides, inList(record), spans));
    }

    private static boolean inList(Node record) {
        return !record.has("traceId");
    }

    /** One side of a call, in the pieces it came in. */
    private record Side(String endpoint, boolean server, List<Node> pieces) {

        static Side of(Node span) {
            Node local = span.get("localEndpoint");
            String endpoint = local.get("serviceName").text("") + " "
                    + local.get("ipv4", "ipv6").text("");
            return new Side(endpoint, isServer(span), new ArrayList<>(List.of(span)));
        }

        boolean takes(Side other) {
            boolean sameSide = server == other.server || kindless() || other.kindless();
            return endpoint.equals(other.endpoint) && sameSide;
        }

        boolean kindless() {
            return pieces.stream().noneMatch(piece -> piece.has("kind", "shared"));
        }

        boolean shared() {
            return pieces.stream().anyMatch(piece -> piece.get("shared").isTrue());
        }

        private static boolean isServer(Node span) {
            return span.get("shared").isTrue() || span.get("kind").text("").matches("SERVER|CONSUMER");
        }
    }

    private static void side(Node span, List<Side> sides) {
        Side found = Side.of(span);
        for (int i = 0; i < sides.size(); i++) {
            Side known = sides.get(i);
            if (known.takes(found)) {
                known.pieces.add(span);
                sides.set(i, new Side(known.endpoint, known.server || found.server, known.pieces));
                return;
            }
        }
        sides.add(found);
    }

    private static void call(String traceId, String id, List<Side> sides, boolean inList, RecordSpans spans) {
        Side caller = sides.get(0);
        for (Side side : sides) {
            if (caller.server && !side.server) {
                caller = side;
            }
        }
        // A line of its own may be the other side of a call whose line comes later.
        boolean known = inList || !caller.shared();
        for (Side side : sides) {
            boolean own = side == caller && known;
            span(side, traceId, id, own ? id : Ids.span(id, side.endpoint), own, spans);
        }
    }

    private static void span(Side side, String traceId, String id, String spanId, boolean own, RecordSpans spans) {
        long start = 0;
        long duration = 0;
        for (Node piece : side.pieces) {
            long at = Words.time(piece.get("timestamp"), MICROS, spans);
            start = start == 0 || at != 0 && at < start ? at : start;
            duration = Math.max(duration, piece.get("duration").units(MICROS));
        }
        SpanDraft draft = new SpanDraft(spanId, first(side, "name").text(""))
                .parent(own ? Ids.plain(first(side, "parentId").text("")) : id)
                .times(start, duration == 0 && !first(side, "duration").exists() ? 0 : Words.end(start, duration))
                .spanKind(Words.spanKind(first(side, "kind")))
                .resource(resource(first(side, "localEndpoint")));
        Span.Status status = Span.Status.UNSET;
        String message = null;
        for (Node piece : side.pieces) {
            tags(piece, draft);
            Node error = piece.at("tags", "error");
            if (error.exists() && !error.text("").equals("false")) {
                status = Span.Status.ERROR;
                message = error.text("").equals("true") ? message : error.filled();
            }
            Node code = piece.at("tags", "otel.status_code");
            status = status == Span.Status.UNSET ? Words.status(code) : status;
            String described = piece.at("tags", "otel.status_description").filled();
            message = described == null ? message : described;
            piece.get("annotations")
                    .items()
                    .forEach(annotation -> draft.event(new Span.Event(
                            annotation.get("value").text(""),
                            annotation.get("timestamp").units(MICROS),
                            Attributes.empty())));
        }
        spans.accept(traceId, draft.status(status, message));
    }

    private static Node first(Side side, String field) {
        return side.pieces.stream()
                .map(piece -> piece.get(field))
                .filter(Node::exists)
                .findFirst()
                .orElse(side.pieces.get(0).get(field));
    }

    private static void tags(Node piece, SpanDraft draft) {
        piece.get("tags").fields().forEach((name, value) -> {
            if (!name.equals("error") && !name.startsWith("otel.status_")) {
                draft.fallback(name, value.tree());
            }
        });
        piece.get("remoteEndpoint").fields().forEach((name, value) -> draft.fallback(peer(name), value.tree()));
    }

    private static String peer(String field) {
        return switch (field) {
            case "serviceName" -> "peer.service";
            case "port" -> "network.peer.port";
            default -> field.startsWith("ipv") ? "network.peer.address" : "peer." + field;
        };
    }

    private static Map<String, Object> resource(Node endpoint) {
        Map<String, Object> resource = new LinkedHashMap<>();
        endpoint.fields()
                .forEach((name, value) -> resource.put(
                        switch (name) {
                            case "serviceName" -> "service.name";
                            case "ipv4", "ipv6" -> "host.ip";
                            default -> "endpoint." + name;
                        },
                        value.tree()));
        return resource;
    }
}
