package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's traces, {@code {info, data: {spans}}}, in both versions: ids and times in the names of the third or of the
 * second, attributes as JSON texts. Feedback becomes evaluations; what was expected stays an attribute.
 */
final class MlflowFormat implements JsonFormat {

    private static final Set<String> CONSUMED = Set.of(
            "mlflow.spanInputs",
            "mlflow.spanOutputs",
            "mlflow.spanType",
            "mlflow.traceRequestId",
            "mlflow.chat.tokenUsage");

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public int recognise(Shape shape) {
        boolean info = shape.hasAny("info.trace_id", "info.request_id", "info.trace_location");
        boolean spans = shape.hasAny("data.spans", "data.spans[].name", "data");
        return info && spans ? CERTAIN : shape.has("data.spans[].attributes") ? LIKELY : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        Node info = record.get("info");
        Node data = record.get("data").parsed();
        if (!info.isObject() || !data.get("spans").isList()) {
            throw RecordSpans.refusal("no info or no data.spans: not a trace of MLflow");
        }
        String id = info.get("trace_id", "request_id").text("");
        if (id.isEmpty()) {
            throw RecordSpans.refusal("info.trace_id is missing");
        }
        new OneTrace(id, info, data, spans).read();
    }

    private static final class OneTrace {

        private final String traceId;
        private final Node info;
        private final Node data;
        private final RecordSpans spans;
        private final Map<String, Node> tags = new LinkedHashMap<>();

        OneTrace(String traceId, Node info, Node data, RecordSpans spans) {
            this.traceId = traceId;
            this.info = info;
            this.data = data;
            this.spans = spans;
            pairs(info.get("trace_metadata", "request_metadata"));
            pairs(info.get("tags"));
        }

        private void pairs(Node pairs) {
            tags.putAll(pairs.fields());
            pairs.items().forEach(pair -> tags.put(pair.get("key").text(""), pair.get("value")));
        }

        void read() {
            for (Node span : data.get("spans").items()) {
                String id = id(span.get("span_id", "spanId")
                        .text(span.at("context", "span_id").text("")));
                if (id.isEmpty()) {
                    spans.reject(span.path() + " must have a span_id");
                } else {
                    spans.accept(traceId, span(span, id));
                }
            }
        }

        private Span span(Node span, String id) {
            String parent =
                    id(span.get("parent_span_id", "parent_id", "parentSpanId").text(""));
            Node status = span.get("status");
            Node code = status.isObject() ? status.get("code", "status_code") : span.get("status_code", "status");
            String message = status.isObject()
                    ? status.get("message", "description").filled()
                    : span.get("status_message").filled();
            Map<String, Node> attributes = new LinkedHashMap<>();
            span.get("attributes").fields().forEach((name, value) -> attributes.put(name, value.parsed()));
            SpanDraft draft = new SpanDraft(id, span.get("name").text(""))
                    .parent(parent)
                    .times(
                            nanos(span.get("start_time_unix_nano", "start_time_ns", "start_time")),
                            nanos(span.get("end_time_unix_nano", "end_time_ns", "end_time")))
                    .status(Words.status(code), message);
            attributes.forEach((name, value) -> {
                if (!CONSUMED.contains(name) && value.exists()) {
                    draft.attribute(name, value.tree());
                }
            });
            span.get("events").items().forEach(event -> draft.event(Events.event(event, spans)));
            if (parent.isEmpty()) {
                root(draft);
            }
            Span read = spans.read(draft);
            Span.Builder result = read.toBuilder();
            Node type = attributes.getOrDefault("mlflow.spanType", span.get("span_type"));
            Span.Kind kind = kind(type.text(""), read.kind());
            result.kind(kind);
            Node inputs = attributes.getOrDefault("mlflow.spanInputs", span.get("inputs"));
            Node outputs = attributes.getOrDefault("mlflow.spanOutputs", span.get("outputs"));
            content(result, read, kind, inputs, outputs, parent.isEmpty());
            figures(result, read, attributes.getOrDefault("mlflow.chat.tokenUsage", Node.root("")), outputs);
            result.evaluations(evaluations(id, parent.isEmpty()));
            if (parent.isEmpty()) {
                named(result, read);
            }
            return result.build();
        }

        /** Times of the second version are nanoseconds like those of the third; a few exports have text. */
        private static long nanos(Node time) {
            long nanos = time.nanos();
            return Math.max(0, nanos);
        }

        private void root(SpanDraft draft) {
            tags.forEach((name, value) -> {
                boolean large = name.equals("mlflow.traceInputs") || name.equals("mlflow.traceOutputs");
                boolean spansOfTrace = name.equals("mlflow.traceSpans") || name.equals("mlflow.artifactLocation");
                if (!large && !spansOfTrace && !name.isEmpty() && value.exists()) {
                    draft.fallback("mlflow.trace." + name.replaceFirst("^mlflow\\.(trace\\.)?", ""), value.tree());
                }
            });
            for (Node assessment : info.get("assessments").items()) {
                Node expected = assessment.get("expectation");
                String name = assessment.get("assessment_name", "name").filled();
                if (expected.exists() && name != null) {
                    draft.attribute(
                            "mlflow.expectation." + name,
                            expected.get("value", "serialized_value").tree());
                }
            }
            String state = info.get("state", "status").text("");
            if (state.equals("ERROR")) {
                draft.failed();
            }
        }

        private void named(Span.Builder root, Span read) {
            Node name = tags.getOrDefault("mlflow.traceName", Node.root(""));
            if (read.agentName().isEmpty()) {
                root.agentName(Words.orNull(name.text(read.name())));
            }
            Node session = tags.getOrDefault("mlflow.trace.session", Node.root(""));
            if (session.filled() != null) {
                root.conversationId(session.filled());
            }
        }

        private static Span.Kind kind(String type, Span.Kind read) {
            return switch (type) {
                case "LLM", "CHAT_MODEL" -> Span.Kind.LLM;
                case "AGENT" -> Span.Kind.AGENT;
                case "TOOL" -> Span.Kind.TOOL;
                case "CHAIN", "WORKFLOW", "TASK" -> Span.Kind.CHAIN;
                case "RETRIEVER", "RERANKER" -> Span.Kind.RETRIEVAL;
                case "EMBEDDING" -> Span.Kind.EMBEDDING;
                case "GUARDRAIL" -> Span.Kind.GUARDRAIL;
                default -> read;
            };
        }

        private void content(Span.Builder span, Span read, Span.Kind kind, Node inputs, Node outputs, boolean root) {
            if (kind == Span.Kind.TOOL) {
                span.toolName(read.toolCall().map(call -> call.name()).orElse(toolName(read.name())))
                        .input(List.of())
                        .output(List.of());
                if (inputs.exists()) {
                    span.toolArguments(inputs.content());
                }
                if (outputs.exists()) {
                    span.toolResult(outputs.content());
                }
                return;
            }
            Node asked = inputs.exists() || !root ? inputs : info.get("request_preview", "request");
            Node answered = outputs.exists() || !root ? outputs : info.get("response_preview", "response");
            Contents.input(asked).ifPresent(span::input);
            Contents.output(answered).ifPresent(span::output);
        }

        private static String toolName(String spanName) {
            return spanName.isEmpty() ? "tool" : spanName;
        }

        private static void figures(Span.Builder span, Span read, Node tokens, Node outputs) {
            ModelCall answer = outputs.isObject() ? ModelCall.ofResponse(outputs) : null;
            Usage usage = Usages.of(tokens);
            if (usage.isEmpty() && answer != null) {
                usage = answer.usage;
            }
            if (!usage.isEmpty()) {
                span.usage(usage);
            }
            if (answer != null) {
                span.finishReasons(answer.finishReasons);
                span.model(read.model().orElse(answer.model));
            }
        }

        private List<Evaluation> evaluations(String spanId, boolean root) {
            List<Evaluation> all = new ArrayList<>();
            for (Node assessment : info.get("assessments").items()) {
                String name = assessment.get("assessment_name", "name").filled();
                Node feedback = assessment.get("feedback");
                String of = id(assessment.get("span_id").text(""));
                boolean here = of.isEmpty() ? root : of.equals(spanId);
                if (here && name != null && feedback.exists()) {
                    all.add(evaluation(
                            name,
                            feedback.get("value"),
                            assessment.get("rationale").filled()));
                }
            }
            return all;
        }

        /** By MLflow's convention yes and true say that it is as it should be. */
        private static Evaluation evaluation(String name, Node value, @Nullable String rationale) {
            Double number = value.isText() ? null : value.number();
            String label =
                    value.isTrue() ? "true" : value.isFalse() ? "false" : number == null ? value.content() : null;
            return new Evaluation(name, number, label, rationale);
        }

        /** The third version writes ids as protobuf's JSON does: eight bytes in base64. */
        private static String id(String id) {
            if (id.length() == 12 && id.endsWith("=")) {
                try {
                    return HexFormat.of().formatHex(Base64.getDecoder().decode(id));
                } catch (IllegalArgumentException noBase64) {
                    return id;
                }
            }
            return Ids.plain(id);
        }
    }
}
