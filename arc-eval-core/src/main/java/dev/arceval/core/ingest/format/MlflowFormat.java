package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Document;
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
 * second, attributes as JSON texts. Also the pages of its interface and command line, {@code {traces: [...]}}, the rows of
 * its data frames, and the file {@code traces.json} it stores, which holds the spans alone. Feedback that still holds
 * becomes evaluations; what was expected stays an attribute.
 */
final class MlflowFormat implements JsonFormat {

    private static final String TRACE_ID = "mlflow.traceRequestId";

    private static final Set<String> CONSUMED =
            Set.of("mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.spanType", TRACE_ID, "mlflow.chat.tokenUsage");

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public int recognise(Shape shape) {
        for (String at : List.of("", "traces[].", "trace.")) {
            boolean info = shape.hasAny(at + "info.trace_id", at + "info.request_id", at + "info.trace_location");
            if (info && shape.hasAny(at + "data.spans", at + "data") || shape.hasAll(at + "trace_info", at + "spans")) {
                return CERTAIN;
            }
        }
        boolean row = shape.hasAny("trace_metadata", "request_metadata") && shape.hasAny("trace_id", "request_id");
        if (shape.has("spans") && (row || shape.has("spans[].attributes." + TRACE_ID))) {
            return CERTAIN;
        }
        return shape.has("data.spans[].attributes") ? LIKELY : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        if (record.get("traces").isList()) {
            for (Node trace : record.get("traces").items()) {
                String reason = trace(trace, spans);
                if (reason != null) {
                    spans.reject(trace.path() + ": " + reason);
                }
            }
            return;
        }
        Node whole = record.get("trace").parsed();
        String reason = trace(whole.isObject() ? whole : record, spans);
        if (reason != null) {
            throw RecordSpans.refusal(reason);
        }
    }

    /** Reads a trace, or returns why it is none. */
    private static @Nullable String trace(Node trace, RecordSpans spans) {
        Node info = trace.get("info", "trace_info");
        Node data = trace.get("data").parsed();
        List<Node> listed =
                (data.isObject() ? data : trace).get("spans").parsed().items();
        if (!info.isObject()) {
            // A row has as columns what stands in the info, and a stored file nothing of it.
            info = trace;
        }
        if (listed.isEmpty() && !(data.isObject() ? data : trace).has("spans")) {
            return "no info or no data.spans: not a trace of MLflow";
        }
        String id = info.get("trace_id", "request_id").text("");
        if (id.isEmpty() && info == trace && !listed.isEmpty()) {
            id = listed.get(0).get("attributes").get(TRACE_ID).parsed().text("");
        }
        if (id.isEmpty()) {
            return "info.trace_id is missing";
        }
        new OneTrace(id, info, listed, spans).read();
        return null;
    }

    private static final class OneTrace {

        private final String traceId;
        private final Node info;
        private final List<Node> listed;
        private final RecordSpans spans;
        private final Map<String, Node> tags = new LinkedHashMap<>();

        OneTrace(String traceId, Node info, List<Node> listed, RecordSpans spans) {
            this.traceId = traceId;
            this.info = info;
            this.listed = listed;
            this.spans = spans;
            pairs(info.get("trace_metadata", "request_metadata").parsed());
            pairs(info.get("tags").parsed());
        }

        private void pairs(Node pairs) {
            tags.putAll(pairs.fields());
            pairs.items().forEach(pair -> tags.put(pair.get("key").text(""), pair.get("value")));
        }

        void read() {
            for (Node span : listed) {
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
            Otlp.attributes(span.get("attributes"))
                    .forEach((name, value) ->
                            attributes.put(name, Node.root(value).parsed()));
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
            figures(result, read, attributes.getOrDefault("mlflow.chat.tokenUsage", Node.root("")), inputs, outputs);
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
            for (Node assessment : assessments()) {
                Node expected = assessment.get("expectation");
                Node failure = failure(assessment);
                String name = assessment.get("assessment_name", "name").filled();
                if (expected.exists() && name != null) {
                    draft.attribute(
                            "mlflow.expectation." + name,
                            expected.get("value", "serialized_value").tree());
                } else if (failure.exists() && name != null) {
                    draft.attribute("mlflow.assessment.error." + name, failure.tree());
                }
            }
            String state = info.get("state", "status").text("");
            if (state.equals("ERROR")) {
                draft.failed();
            }
        }

        private void named(Span.Builder root, Span read) {
            String name = tags.getOrDefault("mlflow.traceName", Node.root("")).filled();
            if (read.agentName().isEmpty()) {
                root.agentName(name == null ? Words.orNull(read.name()) : name);
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
                    span.toolArguments(Contents.arguments(inputs));
                }
                if (outputs.exists()) {
                    span.toolResult(outputs.content());
                }
                return;
            }
            Node asked = inputs.exists() || !root ? inputs : info.get("request_preview", "request");
            Node answered = outputs.exists() || !root ? outputs : info.get("response_preview", "response");
            // What the span says in words of its own, MLflow only repeats.
            if (read.input().isEmpty()) {
                Contents.input(asked).ifPresent(span::input);
            }
            List<Document> found = kind == Span.Kind.RETRIEVAL ? Contents.documents(outputs, spans) : List.of();
            if (!found.isEmpty()) {
                span.documents(found);
            } else if (read.output().isEmpty()) {
                Contents.output(answered).ifPresent(span::output);
            }
        }

        private static String toolName(String spanName) {
            return spanName.isEmpty() ? "tool" : spanName;
        }

        private static void figures(Span.Builder span, Span read, Node tokens, Node inputs, Node outputs) {
            ModelCall answer = outputs.isObject() ? ModelCall.ofResponse(outputs) : null;
            Usage usage = Usages.of(tokens);
            if (usage.isEmpty() && answer != null) {
                usage = answer.usage;
            }
            span.usage(Usages.or(usage, read.usage()));
            if (answer != null && !answer.finishReasons.isEmpty()) {
                span.finishReasons(answer.finishReasons);
            }
            if (answer != null && answer.model != null) {
                // MLflow names the model that was asked for.
                span.model(answer.model);
            } else if (read.model().isEmpty() && (answer != null || !usage.isEmpty())) {
                span.model(inputs.get("model").filled());
            }
        }

        /** Those that still hold: one that was corrected stays in the list and says so. */
        private List<Node> assessments() {
            return info.get("assessments").parsed().items().stream()
                    .filter(assessment -> !assessment.get("valid").isFalse())
                    .toList();
        }

        /** A judge that failed has given no verdict. */
        private static Node failure(Node assessment) {
            Node error = assessment.get("error");
            return error.exists() ? error : assessment.at("feedback", "error");
        }

        private List<Evaluation> evaluations(String spanId, boolean root) {
            List<Evaluation> all = new ArrayList<>();
            for (Node assessment : assessments()) {
                String name = assessment.get("assessment_name", "name").filled();
                Node feedback = assessment.get("feedback");
                String of = id(assessment.get("span_id").text(""));
                boolean here = of.isEmpty() ? root : of.equals(spanId);
                if (here && name != null && feedback.has("value")) {
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
