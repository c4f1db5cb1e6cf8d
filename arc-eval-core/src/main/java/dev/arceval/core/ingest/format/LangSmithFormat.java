package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;
import dev.arceval.core.ingest.SpanDraft;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs of LangSmith: a tree in {@code child_runs}, a list, or a run a line, joined by {@code trace_id}, or by the first step
 * of {@code dotted_order} where that is missing. Also what the SDKs send, {@code {post, patch}}, where a patch completes the
 * run of its id.
 */
final class LangSmithFormat implements JsonFormat {

    /** Errors are told as Python prints them: {@code ToolException('no such order')Traceback...}. */
    private static final Pattern ERROR_TYPE =
            Pattern.compile("^([\\w.]{1,100}?(?:Error|Exception|Interrupt|Timeout))\\b");

    private static final String[] SESSION = {"session_id", "thread_id", "conversation_id"};

    @Override
    public String name() {
        return "langsmith";
    }

    @Override
    public int recognise(Shape shape) {
        for (String prefix : List.of("", "runs[].", "[].", "post[].")) {
            boolean run = shape.has(prefix + "run_type");
            if (run
                    && shape.hasAny(
                            prefix + "inputs",
                            prefix + "outputs",
                            prefix + "dotted_order",
                            prefix + "child_runs",
                            prefix + "parent_run_id")) {
                return CERTAIN;
            }
        }
        return 0;
    }

    @Override
    public void read(Node record, RecordSpans spans) {
        List<Node> runs = record.isList() ? record.items() : record.get("runs").items();
        if (record.has("post")) {
            runs = sent(record.get("post").items(), record.get("patch").items());
        }
        if (record.has("run_type")) {
            runs = List.of(record);
        } else if (runs.isEmpty()) {
            throw RecordSpans.refusal("no run_type: not a run of LangSmith");
        }
        for (Node run : runs) {
            tree(run, spans);
        }
    }

    /** What was sent when a run began and when it had ended, as one. */
    private static List<Node> sent(List<Node> posts, List<Node> patches) {
        Map<String, Node> runs = new LinkedHashMap<>();
        posts.forEach(run -> runs.put(run.get("id").text(run.path()), run));
        for (Node patch : patches) {
            runs.merge(patch.get("id").text(patch.path()), patch, Node::completedBy);
        }
        return List.copyOf(runs.values());
    }

    private record Open(Node run, String parentId) {}

    private static void tree(Node top, RecordSpans spans) {
        String traceId = traceId(top);
        if (traceId.isEmpty()) {
            spans.reject(top.path() + " must have an id");
            return;
        }
        Deque<Open> open = new ArrayDeque<>();
        open.add(new Open(top, parentId(top)));
        while (!open.isEmpty()) {
            Open next = open.remove();
            String id = next.run.get("id", "run_id").text("");
            if (id.isEmpty()) {
                spans.reject(next.run.path() + " must have an id");
                continue;
            }
            spans.accept(traceId, span(next.run, id, next.parentId, spans));
            next.run.get("child_runs").items().forEach(child -> open.add(new Open(child, id)));
        }
    }

    private static String traceId(Node run) {
        String id = run.get("trace_id").filled();
        if (id != null) {
            return id;
        }
        String order = run.get("dotted_order").text("");
        int end = order.indexOf('.') < 0 ? order.length() : order.indexOf('.');
        int zone = order.indexOf('Z');
        return zone > 0 && zone + 1 < end
                ? order.substring(zone + 1, end)
                : run.get("id", "run_id").text("");
    }

    /** Bulk exports leave out the parent's id, which is the last but one of those in the order and the last of all above. */
    private static String parentId(Node run) {
        String parent = run.get("parent_run_id").filled();
        if (parent != null) {
            return parent;
        }
        String order = run.get("dotted_order").text("");
        int last = order.lastIndexOf('.');
        int zone = order.lastIndexOf('Z', last);
        if (last > 0 && zone >= 0) {
            return order.substring(zone + 1, last);
        }
        List<Node> above = run.get("parent_run_ids").items();
        return above.isEmpty() ? "" : above.get(above.size() - 1).text("");
    }

    private static Span span(Node run, String id, String parentId, RecordSpans spans) {
        String error = run.get("error").filled();
        boolean failed = error != null || run.get("status").text("").equals("error");
        Node metadata = metadata(run);
        SpanDraft draft = new SpanDraft(id, run.get("name").text(""))
                .parent(parentId)
                .times(Words.time(run.get("start_time"), spans), Words.time(run.get("end_time"), spans))
                .status(failed ? Span.Status.ERROR : Span.Status.UNSET, error);
        if (run.get("tags").isList()) {
            draft.attribute("tag.tags", run.get("tags").tree());
        }
        draft.attribute(
                "langsmith.reference_example_id",
                run.get("reference_example_id").filled());
        draft.attribute("langsmith.session_name", run.get("session_name").filled());
        metadata.fields().forEach((name, value) -> {
            if (value.exists() && !name.isEmpty()) {
                draft.attribute("langsmith.metadata." + name, value.tree());
            }
        });
        run.get("events")
                .items()
                .forEach(event -> draft.event(new Span.Event(
                        event.get("name").text(""), Words.time(event.get("time"), spans), Attributes.empty())));
        Span.Kind kind = kind(run.get("run_type").text(""));
        Span read = spans.read(draft);
        Span.Builder span =
                read.toBuilder().kind(kind).operation(run.get("run_type").filled());
        content(span, run, kind, spans);
        figures(span, run, metadata);
        span.conversationId(metadata.get(SESSION).filled());
        if (parentId.isEmpty()) {
            span.agentName(Words.orNull(
                    metadata.get("lc_agent_name").text(run.get("name").text(""))));
        }
        if (failed) {
            span.errorType(errorType(error));
        }
        return span.evaluations(feedback(run)).build();
    }

    /** LangSmith's command line writes it beside the run's own fields. */
    private static Node metadata(Node run) {
        Node metadata = run.at("extra", "metadata");
        return metadata.exists() ? metadata : run.get("custom_metadata");
    }

    private static Span.Kind kind(String type) {
        return switch (type) {
            case "llm" -> Span.Kind.LLM;
            case "tool" -> Span.Kind.TOOL;
            case "chain" -> Span.Kind.CHAIN;
            case "retriever" -> Span.Kind.RETRIEVAL;
            case "embedding" -> Span.Kind.EMBEDDING;
            default -> Span.Kind.OTHER;
        };
    }

    private static void content(Span.Builder span, Node run, Span.Kind kind, RecordSpans spans) {
        Node inputs = run.get("inputs");
        Node outputs = run.get("outputs");
        if (kind == Span.Kind.TOOL) {
            span.toolName(run.get("name").text("tool"))
                    .toolArguments(Contents.arguments(only(inputs, "input")))
                    .toolResult(result(span, only(outputs, "output")));
            return;
        }
        Contents.input(inputs).ifPresent(span::input);
        List<Document> found = kind == Span.Kind.RETRIEVAL ? Contents.documents(outputs, spans) : List.of();
        span.documents(found);
        if (found.isEmpty()) {
            Contents.output(outputs).ifPresent(span::output);
        }
    }

    /** A tool's text is wrapped in an object of one field. */
    private static Node only(Node wrapped, String field) {
        return wrapped.fields().size() == 1 && wrapped.has(field) ? wrapped.get(field) : wrapped;
    }

    private static @Nullable String result(Span.Builder span, Node output) {
        List<Said> said = ChatMessages.read(output);
        if (said == null || said.size() != 1 || said.get(0).answers.size() != 1) {
            return output.content();
        }
        Said.Answer answer = said.get(0).answers.get(0);
        span.toolCallId(answer.id());
        return answer.result();
    }

    private static void figures(Span.Builder span, Node run, Node metadata) {
        ModelCall answer = run.get("outputs").isObject() ? ModelCall.ofResponse(run.get("outputs")) : null;
        // The server counts for itself; the SDKs put the figures into the outputs or the metadata, or leave the
        // provider's.
        Usage usage = Usages.or(counted(run), Usages.of(run.get("outputs").get("usage_metadata", "usage")));
        usage = Usages.or(usage, Usages.of(metadata.get("usage_metadata")));
        usage = answer == null ? usage : Usages.or(usage, answer.usage);
        Double cost = Usages.cost(run.has("costs") ? run.get("costs") : run);
        span.usage(Usages.priced(usage, cost));
        if (answer != null) {
            span.finishReasons(answer.finishReasons);
        }
        Node parameters = run.at("extra", "invocation_params");
        String model = metadata.get("ls_model_name")
                .text(parameters.get("model", "model_name").text(""));
        span.model(answer != null && answer.model != null ? answer.model : Words.orNull(model))
                .provider(metadata.get("ls_provider").filled());
    }

    private static Usage counted(Node run) {
        Node own = run.has("token_usage") ? run.get("token_usage") : run;
        Node input = run.get("prompt_token_details");
        return new Usage(
                own.get("prompt_tokens").count(),
                own.get("completion_tokens").count(),
                input.get("cache_read").count(),
                input.get("cache_creation").count(),
                run.at("completion_token_details", "reasoning").count(),
                null);
    }

    private static @Nullable String errorType(@Nullable String error) {
        Matcher type = ERROR_TYPE.matcher(error == null ? "" : error);
        return type.find() ? type.group(1) : null;
    }

    private static List<Evaluation> feedback(Node run) {
        List<Evaluation> all = new ArrayList<>();
        run.get("feedback_stats").fields().forEach((key, stats) -> {
            Double mean = stats.get("avg", "mean").number();
            Map<String, Node> values = stats.get("values").fields();
            // Of several words nobody can say which one holds.
            String word = values.size() == 1 ? values.keySet().iterator().next() : null;
            if (!key.isEmpty() && (mean != null || word != null)) {
                all.add(new Evaluation(key, mean, word, null));
            }
        });
        for (Node feedback : run.get("feedback", "feedbacks").items()) {
            String key = feedback.get("key").filled();
            if (key != null) {
                Node value = feedback.get("value");
                all.add(new Evaluation(
                        key,
                        feedback.get("score").number(),
                        value.isText() ? value.filled() : null,
                        feedback.get("comment").filled()));
            }
        }
        return all;
    }
}
