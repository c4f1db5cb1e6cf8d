package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs of the Inspect framework in their JSON form. Each sample of each epoch is a trace: from its events where they were
 * logged, with their times and nesting, else from its messages. Scores become evaluations; of the grades {@code C} and
 * {@code I} stand for correct and incorrect.
 *
 * <p>Texts that the log holds once, apart from where they are used, are put back in their place.
 */
final class InspectFormat implements JsonFormat {

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public int recognise(Shape shape) {
        boolean log = shape.hasAny("eval.task", "eval.task_id") && shape.hasAny("version", "status", "plan", "samples");
        boolean events =
                shape.has("events[].event") && shape.hasAny("events[].timestamp", "events[].span_id", "events[].uuid");
        return log ? CERTAIN : events ? LIKELY : 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        if (!record.get("samples").items().isEmpty()) {
            for (Node sample : record.get("samples").items()) {
                if (sample.isObject()) {
                    new Sample(record.get("eval"), sample, spans).read();
                } else {
                    spans.reject(sample.path() + " must be an object");
                }
            }
        } else if (record.get("events").isList()) {
            new Sample(record.get("eval"), record, spans).read();
        } else if (record.has("eval")) {
            spans.repaired("log without samples left out");
        } else {
            throw RecordSpans.refusal("no samples: not a log of Inspect");
        }
    }

    private static final class Sample {

        private final Node eval;
        private final Node sample;
        private final RecordSpans spans;
        private final String traceId;
        private long start;
        private long end;
        private int position = 1;

        Sample(Node eval, Node sample, RecordSpans spans) {
            this.eval = eval;
            this.spans = spans;
            this.traceId = traceId(eval, sample);
            this.sample = Node.root(whole(sample));
        }

        private static String traceId(Node eval, Node sample) {
            String own = sample.get("uuid").filled();
            return own != null && own.length() <= 128
                    ? own
                    : Ids.trace(
                            "inspect",
                            eval.get("run_id").text(""),
                            eval.get("task_id").text(""),
                            eval.get("created").text(""),
                            sample.get("id").text(""),
                            sample.get("epoch").text(""),
                            sample.has("id") ? "" : sample.json());
        }

        /** Texts moved out of the way are under {@code attachments}, formerly in the transcript's {@code content}. */
        private static Object whole(Node sample) {
            Map<String, Object> texts = new LinkedHashMap<>();
            sample.get("attachments").fields().forEach((hash, text) -> texts.put("attachment://" + hash, text.tree()));
            sample.at("transcript", "content").fields().forEach((hash, text) -> texts.put("tc://" + hash, text.tree()));
            return texts.isEmpty() ? sample.tree() : filled(sample.tree(), texts);
        }

        private static Object filled(Object tree, Map<String, Object> texts) {
            if (tree instanceof String text) {
                return texts.getOrDefault(text, text);
            }
            if (tree instanceof List<?> list) {
                return list.stream().map(item -> filled(item, texts)).toList();
            }
            if (tree instanceof Map<?, ?> map) {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((name, value) -> copy.put((String) name, filled(value, texts)));
                return copy;
            }
            return tree;
        }

        void read() {
            List<Node> events = events(sample);
            boolean calls = events.stream().anyMatch(event -> is(event, "model") || is(event, "tool"));
            if (calls) {
                String root = Ids.step(traceId, position);
                start = Words.time(sample.get("started_at"), spans);
                end = Words.time(sample.get("completed_at"), spans);
                events(events, root);
                spans.accept(traceId, root(root));
            } else if (sample.get("messages").isList()) {
                transcript();
            } else {
                spans.repaired("sample without messages left out");
            }
        }

        private static List<Node> events(Node sample) {
            return sample.has("events")
                    ? sample.get("events").items()
                    : sample.at("transcript", "events").items();
        }

        private static boolean is(Node event, String kind) {
            return event.get("event").text("").equals(kind);
        }

        private void transcript() {
            Transcript transcript = new Transcript(traceId, spans);
            transcript.name = name();
            transcript.agent = eval.get("task").filled();
            transcript.model = eval.get("model").filled();
            transcript.usage = usage();
            transcript.evaluations.addAll(scores());
            transcript.attributes.putAll(attributes());
            Failure failure = failure();
            transcript.failed = failure != null;
            transcript.errorType = failure == null ? null : failure.type;
            transcript.errorMessage = failure == null ? null : failure.message;
            transcript.write(ChatMessages.list(sample.get("messages").items()));
        }

        private String name() {
            return eval.get("task").text("sample");
        }

        private record Failure(String type, @Nullable String message) {}

        private @Nullable Failure failure() {
            Node error = sample.get("error");
            if (error.exists()) {
                String message = error.isObject() ? error.get("message").filled() : error.filled();
                return new Failure(error.get("type").text("error"), message);
            }
            String limit = sample.get("limit").get("type").filled();
            if (limit == null) {
                return null;
            }
            boolean time = limit.equals("time") || limit.equals("working");
            return new Failure(time ? "timeout" : "limit", "stopped by the limit on " + limit);
        }

        private Map<String, Object> attributes() {
            Map<String, Object> attributes = new LinkedHashMap<>();
            put(attributes, "eval.run.id", eval.get("run_id"));
            put(attributes, "eval.task.id", eval.get("task_id"));
            put(attributes, "eval.case.id", sample.get("id"));
            put(attributes, "eval.trial", sample.get("epoch"));
            put(attributes, "eval.target", sample.get("target"));
            put(attributes, "eval.metadata", sample.get("metadata"));
            return attributes;
        }

        private static void put(Map<String, Object> attributes, String name, Node value) {
            if (value.exists() && !(value.isObject() && value.fields().isEmpty())) {
                attributes.put(name, value.tree());
            }
        }

        private Span root(String id) {
            SpanDraft draft = new SpanDraft(id, name()).attribute("gen_ai.operation.name", "invoke_agent");
            attributes().forEach(draft::attribute);
            Failure failure = failure();
            draft.times(start, end)
                    .status(
                            failure == null ? Span.Status.UNSET : Span.Status.ERROR,
                            failure == null ? null : failure.message);
            Span.Builder root = spans.read(draft).toBuilder()
                    .agentName(eval.get("task").filled())
                    .usage(usage())
                    .evaluations(scores());
            Contents.input(sample.has("input") ? sample.get("input") : firstInput())
                    .ifPresent(root::input);
            ModelCall answer = ModelCall.ofResponse(sample.get("output"));
            if (answer != null) {
                root.output(Said.messages(answer.said));
            }
            if (failure != null) {
                root.errorType(failure.type);
            }
            return root.build();
        }

        private Node firstInput() {
            return events(sample).stream()
                    .filter(event -> is(event, "model"))
                    .findFirst()
                    .map(event -> event.get("input"))
                    .orElse(sample.get("input"));
        }

        /** Steps that began and did not end yet stand in {@code open}, the innermost first. */
        private void events(List<Node> events, String parent) {
            Map<String, String> known = new LinkedHashMap<>();
            Deque<String> open = new ArrayDeque<>();
            Map<String, SpanDraft> steps = new LinkedHashMap<>();
            for (Node event : events) {
                long time = Words.time(event.get("timestamp"), spans);
                see(time, Words.time(event.get("completed"), spans));
                String inside =
                        known.getOrDefault(event.get("span_id").text(""), open.isEmpty() ? parent : open.peek());
                String kind = event.get("event").text("");
                String action = event.get("action").text("");
                if (kind.equals("span_begin") || kind.equals("step") && action.equals("begin")) {
                    String id = nextId();
                    String above = known.getOrDefault(event.get("parent_id").text(""), parent);
                    if (event.has("id")) {
                        known.put(event.get("id").text(""), id);
                    } else {
                        above = open.isEmpty() ? parent : open.peek();
                        open.push(id);
                    }
                    steps.put(
                            id,
                            new SpanDraft(id, event.get("name").text(""))
                                    .parent(above)
                                    .times(time, 0));
                } else if (kind.equals("span_end")) {
                    end(steps.get(known.getOrDefault(event.get("id").text(""), "")), time);
                } else if (kind.equals("step") && !open.isEmpty()) {
                    end(steps.get(open.pop()), time);
                } else if (kind.equals("model")) {
                    model(event, inside, time);
                } else if (kind.equals("tool")) {
                    tool(event, inside, time);
                }
            }
            steps.values()
                    .forEach(step -> spans.accept(
                            traceId,
                            spans.read(step).toBuilder().kind(Span.Kind.CHAIN).build()));
        }

        private static void end(@Nullable SpanDraft step, long time) {
            if (step != null) {
                step.ends(time);
            }
        }

        private void see(long time, long completed) {
            start = start == 0 || time != 0 && time < start ? time : start;
            end = Math.max(end, Math.max(time, completed));
        }

        private void model(Node event, String parent, long time) {
            Node error = event.get("error");
            String model = event.get("model").text("");
            SpanDraft draft = new SpanDraft(nextId(), "chat " + model)
                    .parent(parent)
                    .times(time, completed(event, time))
                    .attribute("gen_ai.operation.name", "chat")
                    .status(
                            error.exists() ? Span.Status.ERROR : Span.Status.UNSET,
                            error.isObject() ? error.get("message").filled() : error.filled());
            Span.Builder span = spans.read(draft).toBuilder();
            Contents.input(event.get("input")).ifPresent(span::input);
            ModelCall answer = ModelCall.ofResponse(event.get("output"));
            if (answer != null) {
                span.output(Said.messages(answer.said)).usage(answer.usage).finishReasons(answer.finishReasons);
            }
            int slash = model.indexOf('/');
            span.model(answer == null || answer.model == null ? Words.orNull(model) : answer.model)
                    .provider(slash > 0 ? model.substring(0, slash) : null);
            spans.accept(traceId, span.build());
        }

        private long completed(Node event, long time) {
            long completed = Words.time(event.get("completed"), spans);
            return completed == 0 && event.has("working_time")
                    ? Words.end(time, event.get("working_time").units(1_000_000_000L))
                    : completed;
        }

        private void tool(Node event, String parent, long time) {
            Node error = event.get("error");
            String name = event.get("function").text("unknown");
            String id = nextId();
            SpanDraft draft = new SpanDraft(id, "execute_tool " + name)
                    .parent(parent)
                    .times(time, completed(event, time))
                    .attribute("gen_ai.operation.name", "execute_tool")
                    .status(
                            error.exists() ? Span.Status.ERROR : Span.Status.UNSET,
                            error.get("message").filled());
            Span.Builder span = spans.read(draft).toBuilder()
                    .toolName(name)
                    .toolCallId(event.get("id").filled())
                    .toolArguments(event.get("arguments").content())
                    .toolResult(event.get("result").content());
            if (error.exists()) {
                span.errorType(error.get("type").text("error"));
            }
            spans.accept(traceId, span.build());
            if (!event.get("events").items().isEmpty()) {
                events(event.get("events").items(), id);
            }
        }

        private Usage usage() {
            Usage sum = Usage.none();
            for (Node usage : sample.get("model_usage").fields().values()) {
                sum = sum.plus(Usages.of(usage));
            }
            return sum;
        }

        private List<Evaluation> scores() {
            List<Evaluation> scores = new ArrayList<>();
            sample.get("scores").fields().forEach((name, score) -> score(name, score, scores));
            if (sample.get("score").isObject()) {
                score("score", sample.get("score"), scores);
            }
            return scores;
        }

        private static void score(String name, Node score, List<Evaluation> scores) {
            Node value = score.get("value");
            String explanation = score.get("explanation").filled();
            if (value.isObject()) {
                value.fields().forEach((key, each) -> scores.add(grade(name + "." + key, each, explanation)));
            } else if (value.exists()) {
                scores.add(grade(name, value, explanation));
            }
        }

        private static Evaluation grade(String name, Node value, @Nullable String explanation) {
            if (value.isTrue() || value.isFalse()) {
                return new Evaluation(name, value.isTrue() ? 1.0 : 0.0, value.isTrue() ? "true" : "false", explanation);
            }
            return switch (value.text("")) {
                case "C" -> new Evaluation(name, 1.0, "correct", explanation);
                case "I" -> new Evaluation(name, 0.0, "incorrect", explanation);
                case "P" -> new Evaluation(name, 0.5, "partial", explanation);
                case "N" -> new Evaluation(name, 0.0, "no answer", explanation);
                default ->
                    new Evaluation(name, value.number(), value.number() == null ? value.filled() : null, explanation);
            };
        }

        private String nextId() {
            return Ids.step(traceId, ++position);
        }
    }
}
