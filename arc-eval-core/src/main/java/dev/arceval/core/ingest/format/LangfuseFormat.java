package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse: {@code {trace, observations[]}} as its interface downloads it, the trace with its {@code observations} and
 * {@code scores} inside as its API answers, observations one by one, a page of either under {@code data}, or the
 * {@code batch} of events that its older SDKs send, where later ones complete those of the same id.
 *
 * <p>A trace with several observations on top gets a root of its own where it says what went in or came out, since it is
 * the trace that was asked and not the first of its steps.
 */
final class LangfuseFormat implements JsonFormat {

    private static final String[] INPUT = {"input"};

    @Override
    public String name() {
        return "langfuse";
    }

    @Override
    public int recognise(Shape shape) {
        if (shape.hasAny("observations[].traceId", "observations[].parentObservationId")
                || shape.hasAll("trace.id", "trace.timestamp", "observations")
                || shape.hasAll("trace.id", "trace.projectId")) {
            return CERTAIN;
        }
        if (shape.hasAll("traceId", "parentObservationId") || shape.hasAll("traceId", "type", "usageDetails")) {
            return CERTAIN;
        }
        if (shape.hasAll("batch[].body.id", "batch[].type", "batch[].timestamp")
                || shape.hasAll("data[].traceId", "data[].type", "data[].startTime")
                || shape.hasAll("data[].id", "data[].timestamp", "data[].observations")) {
            return CERTAIN;
        }
        return shape.hasAll("id", "timestamp", "observations") ? LIKELY : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        if (record.get("batch").isList()) {
            new Batch(record.get("batch").items()).read(spans);
        } else if (record.get("data").isList()) {
            record.get("data").items().forEach(item -> one(item, spans));
        } else {
            one(record, spans);
        }
    }

    private static void one(Node record, RecordSpans spans) {
        Node trace = record.get("trace").isObject() ? record.get("trace") : record;
        Node observations = record.has("observations") ? record.get("observations") : trace.get("observations");
        if (observations.isList()) {
            String id = trace.get("id").text("");
            new OneTrace(id, trace, observations.items(), scores(record, trace), spans).read();
        } else if (record.has("traceId")) {
            new OneTrace(record.get("traceId").text(""), Node.root(Map.of()), List.of(record), List.of(), spans).read();
        } else {
            throw RecordSpans.refusal("no observations: not a trace of Langfuse");
        }
    }

    private static List<Node> scores(Node record, Node trace) {
        List<Node> scores = new ArrayList<>(trace.get("scores").items());
        if (record != trace) {
            scores.addAll(record.get("scores").items());
        }
        return scores;
    }

    /** The events of a batch, by the trace they are about. */
    private static final class Batch {

        private final Map<String, Node> traces = new LinkedHashMap<>();
        private final Map<String, Map<String, Node>> observations = new LinkedHashMap<>();
        private final Map<String, List<Node>> scores = new LinkedHashMap<>();

        Batch(List<Node> events) {
            for (Node event : events) {
                Node body = event.get("body");
                String type = event.get("type").text("");
                String thing = type.replaceFirst("-(create|update)$", "");
                if (thing.equals("trace")) {
                    traces.merge(body.get("id").text(""), body, Node::completedBy);
                } else if (thing.equals("score")) {
                    scores.computeIfAbsent(body.get("traceId").text(""), id -> new ArrayList<>())
                            .add(body);
                } else if (body.has("traceId")) {
                    Node typed = Node.root(Map.of("type", thing.toUpperCase(Locale.ROOT)))
                            .completedBy(body);
                    observations
                            .computeIfAbsent(body.get("traceId").text(""), id -> new LinkedHashMap<>())
                            .merge(body.get("id").text(""), typed, Node::completedBy);
                }
            }
            observations.keySet().forEach(id -> traces.putIfAbsent(id, Node.root(Map.of())));
        }

        void read(RecordSpans spans) {
            traces.forEach((id, trace) -> new OneTrace(
                            id,
                            trace,
                            List.copyOf(observations.getOrDefault(id, Map.of()).values()),
                            scores.getOrDefault(id, List.of()),
                            spans)
                    .read());
        }
    }

    private static final class OneTrace {

        private final String traceId;
        private final Node trace;
        private final List<Node> observations;
        private final List<Node> scores;
        private final RecordSpans spans;
        private final Set<String> ids = new HashSet<>();

        OneTrace(String traceId, Node trace, List<Node> observations, List<Node> scores, RecordSpans spans) {
            this.traceId = traceId;
            this.trace = trace;
            // The table of traces lists the ids of their observations only.
            this.observations =
                    observations.stream().filter(each -> !each.isText()).toList();
            this.scores = scores;
            this.spans = spans;
            this.observations.forEach(
                    observation -> ids.add(observation.get("id").text("")));
        }

        void read() {
            if (traceId.isEmpty() && observations.stream().noneMatch(each -> each.has("traceId"))) {
                throw RecordSpans.refusal("trace.id is missing");
            }
            List<Node> top = observations.stream().filter(this::isTop).toList();
            boolean says = trace.has("input", "output");
            boolean ownRoot = top.size() != 1 && says && !traceId.isEmpty();
            String rootId = ownRoot ? Ids.span("langfuse", traceId) : "";
            if (ownRoot) {
                root(rootId);
            }
            for (Node observation : observations) {
                boolean root = !ownRoot && top.size() == 1 && isTop(observation);
                observation(observation, root, ownRoot && isTop(observation) ? rootId : null);
            }
        }

        private boolean isTop(Node observation) {
            String parent = observation
                    .get("parentObservationId", "parent_observation_id")
                    .filled();
            return parent == null || !ids.contains(parent);
        }

        private void root(String id) {
            long start = Words.time(trace.get("timestamp"), spans);
            Double latency = trace.get("latency").number();
            SpanDraft draft = new SpanDraft(id, trace.get("name").text(""))
                    .times(
                            start,
                            latency == null
                                    ? 0
                                    : Words.end(start, trace.get("latency").units(1_000_000_000L)));
            Span.Builder span = spans.read(draft).toBuilder().kind(Span.Kind.CHAIN);
            ofTrace(span, true, null);
            Contents.input(trace.get(INPUT)).ifPresent(span::input);
            Contents.output(trace.get("output")).ifPresent(span::output);
            spans.accept(traceId, span.evaluations(evaluations(null)).build());
        }

        private void observation(Node observation, boolean root, @Nullable String rootId) {
            String id = observation.get("id").text("");
            String own = observation.get("traceId", "trace_id").text(traceId);
            if (id.isEmpty() || own.isEmpty()) {
                spans.reject(observation.path() + " must have an id and a trace");
                return;
            }
            long start = Words.time(observation.get("startTime", "start_time"), spans);
            SpanDraft draft = new SpanDraft(id, observation.get("name").text(""))
                    .parent(
                            rootId == null
                                    ? observation
                                            .get("parentObservationId", "parent_observation_id")
                                            .filled()
                                    : rootId)
                    .times(start, Words.time(observation.get("endTime", "end_time"), spans))
                    .status(
                            observation.get("level").text("").equals("ERROR") ? Span.Status.ERROR : Span.Status.UNSET,
                            observation.get("statusMessage", "status_message").filled());
            metadata(observation.get("metadata").parsed(), draft);
            draft.attribute("langfuse.observation.type", observation.get("type").filled());
            draft.attribute(
                    "langfuse.observation.model.parameters",
                    tree(observation.get("modelParameters").parsed()));
            draft.attribute(
                    "langfuse.observation.prompt.name",
                    observation.get("promptName").filled());
            // The observation's own input and output are the same texts, read by whoever sent them.
            boolean content = observation.has("input", "output");
            Span read = spans.read(content ? draft.without("input.value", "output.value", "input", "output") : draft);
            spans.accept(own, finished(read, observation, root));
        }

        private Span finished(Span read, Node observation, boolean root) {
            Span.Builder span = read.toBuilder();
            Span.Kind kind = kind(observation.get("type").text(""), read.kind());
            if (kind == Span.Kind.OTHER && answersAsTool(observation)) {
                kind = Span.Kind.TOOL;
            }
            span.kind(kind);
            content(span, read, kind, observation, root);
            Usage usage = usage(observation);
            if (!usage.isEmpty()) {
                span.usage(Usages.or(usage, read.usage()));
            }
            if (observation.get("model").filled() != null) {
                span.model(observation.get("model").filled());
            }
            ofTrace(span, root, read.agentName().orElse(kind == Span.Kind.AGENT ? read.name() : null));
            if (!trace.has("id")) {
                // Its newer tables of observations say of each what its trace says.
                alone(span, observation);
            }
            List<Evaluation> evaluations = new ArrayList<>(read.evaluations());
            evaluations.addAll(evaluations(observation.get("id").text("")));
            if (root) {
                evaluations.addAll(evaluations(null));
            }
            return span.evaluations(evaluations).build();
        }

        /** LangChain's tools are plain steps that take arguments and answer with a message of the role tool. */
        private static boolean answersAsTool(Node observation) {
            List<Said> output = ChatMessages.read(observation.get("output").parsed());
            return output != null
                    && output.size() == 1
                    && output.get(0).answers.size() == 1
                    && observation.has("input")
                    && ChatMessages.read(observation.get(INPUT).parsed()) == null
                    && !observation.get(INPUT).parsed().has("messages");
        }

        private void content(Span.Builder span, Span read, Span.Kind kind, Node observation, boolean root) {
            Node input = observation.get(INPUT);
            Node output = observation.get("output");
            if (kind == Span.Kind.TOOL) {
                String name = read.toolCall().map(call -> call.name()).orElse(read.name());
                span.toolName(name.isEmpty() ? "tool" : name);
                if (input.exists()) {
                    span.toolArguments(Contents.arguments(input)).input(List.of());
                }
                if (output.exists()) {
                    result(span, output);
                }
                return;
            }
            Contents.input(root && !input.exists() && read.input().isEmpty() ? trace.get(INPUT) : input)
                    .ifPresent(span::input);
            List<Document> found = kind == Span.Kind.RETRIEVAL ? Contents.documents(output, spans) : List.of();
            if (!found.isEmpty()) {
                span.documents(found).output(List.of());
                return;
            }
            Contents.output(root && !output.exists() && read.output().isEmpty() ? trace.get("output") : output)
                    .ifPresent(span::output);
        }

        private static void result(Span.Builder span, Node output) {
            span.output(List.of());
            List<Said> said = ChatMessages.read(output.parsed());
            if (said == null || said.size() != 1 || said.get(0).answers.size() != 1) {
                span.toolResult(output.content());
                return;
            }
            Said.Answer answer = said.get(0).answers.get(0);
            span.toolResult(answer.result());
            if (answer.id() != null) {
                span.toolCallId(answer.id());
            }
        }

        private void ofTrace(Span.Builder span, boolean root, @Nullable String agent) {
            String session = trace.get("sessionId", "session_id").filled();
            if (session != null) {
                span.conversationId(session);
            }
            String user = trace.get("userId", "user_id").filled();
            if (root && user != null) {
                span.userId(user);
            }
            String name = trace.get("name").filled();
            if (agent != null) {
                span.agentName(agent);
            } else if (root && name != null) {
                span.agentName(name);
            }
            String version = trace.get("version", "release").filled();
            if (root && version != null) {
                span.agentVersion(version);
            }
        }

        private static void alone(Span.Builder span, Node observation) {
            String session = observation.get("sessionId", "session_id").filled();
            if (session != null) {
                span.conversationId(session);
            }
            String user = observation.get("userId", "user_id").filled();
            if (user != null) {
                span.userId(user);
            }
            String name = observation.get("traceName", "trace_name").filled();
            boolean top = observation
                            .get("parentObservationId", "parent_observation_id")
                            .filled()
                    == null;
            if (top && name != null) {
                span.agentName(name);
            }
        }

        private static Span.Kind kind(String type, Span.Kind read) {
            return switch (type) {
                case "GENERATION" -> Span.Kind.LLM;
                case "AGENT" -> Span.Kind.AGENT;
                case "TOOL" -> Span.Kind.TOOL;
                case "CHAIN" -> Span.Kind.CHAIN;
                case "RETRIEVER" -> Span.Kind.RETRIEVAL;
                case "EMBEDDING" -> Span.Kind.EMBEDDING;
                case "GUARDRAIL" -> Span.Kind.GUARDRAIL;
                default -> read;
            };
        }

        /** Zeros stand where nothing was counted. */
        private static Usage usage(Node observation) {
            Usage tokens = Usages.of(observation.get("usageDetails", "usage_details"));
            if (tokens.isEmpty()) {
                tokens = Usages.of(observation.get("usage"));
            }
            if (tokens.isEmpty()
                    && above(observation.get("totalUsage", "totalTokens").number())) {
                tokens = new Usage(
                        observation.get("inputUsage", "promptTokens").count(),
                        observation.get("outputUsage", "completionTokens").count(),
                        null,
                        null);
            }
            Double cost = observation.at("costDetails", "total").number();
            if (cost == null) {
                cost = observation.get("totalCost", "calculatedTotalCost").number();
            }
            boolean counted = above(number(tokens.inputTokens())) || above(number(tokens.outputTokens()));
            if (!counted) {
                tokens = Usage.none();
            }
            return Usages.priced(tokens, above(cost) ? cost : null);
        }

        private static @Nullable Double number(@Nullable Long figure) {
            return figure == null ? null : Double.valueOf(figure);
        }

        private static boolean above(@Nullable Double figure) {
            return figure != null && figure > 0;
        }

        private static @Nullable Object tree(Node node) {
            return node.exists() && !node.fields().isEmpty() ? node.tree() : null;
        }

        private static void metadata(Node metadata, SpanDraft draft) {
            metadata.get("attributes").parsed().fields().forEach((name, value) -> draft.attribute(name, value.tree()));
            Map<String, Object> resource = new LinkedHashMap<>();
            metadata.get("resourceAttributes")
                    .parsed()
                    .fields()
                    .forEach((name, value) -> resource.put(name, value.tree()));
            draft.resource(resource);
            Node scope = metadata.get("scope").parsed();
            if (scope.isObject()) {
                draft.scope(new Span.Scope(
                        scope.get("name").text(""), scope.get("version").filled(), Attributes.empty()));
            }
            metadata.fields().forEach((name, value) -> {
                if (!Set.of("attributes", "resourceAttributes", "scope").contains(name) && value.exists()) {
                    draft.attribute("langfuse.observation.metadata." + name, value.tree());
                }
            });
        }

        /** @param observationId null for what was judged of the trace as a whole */
        private List<Evaluation> evaluations(@Nullable String observationId) {
            List<Evaluation> evaluations = new ArrayList<>();
            for (Node score : scores) {
                String of = score.get("observationId").filled();
                boolean here = observationId == null ? of == null || !ids.contains(of) : observationId.equals(of);
                String name = score.get("name").filled();
                if (here && name != null) {
                    // Which answer of a yes-or-no score is the good one, it does not say.
                    boolean words = score.get("dataType").text("").equals("CATEGORICAL");
                    Node value = score.get("value");
                    evaluations.add(new Evaluation(
                            name,
                            value.number(),
                            words ? score.get("stringValue").text(value.text("")) : null,
                            score.get("comment").filled()));
                }
            }
            return evaluations;
        }
    }
}
