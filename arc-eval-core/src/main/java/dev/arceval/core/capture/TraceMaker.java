package dev.arceval.core.capture;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Trace} of an ended run: ids, wall times, and the step's content as the span's fields. One thread. */
final class TraceMaker {

    private static final Span.Scope SCOPE = new Span.Scope("dev.arceval", null, Attributes.empty());

    private static final String PROVIDER = "gen_ai.provider.name";
    private static final String USER = "user.id";
    private static final String TOOL_CALL_ID = "gen_ai.tool.call.id";

    /** OTLP's numbers for span kinds. */
    private static final int INTERNAL = 1;

    private static final int CLIENT = 3;

    private final LongSupplier ids;

    TraceMaker(LongSupplier ids) {
        this.ids = ids;
    }

    Trace make(Run run) {
        List<Step> steps = new ArrayList<>();
        for (Step step = run.newest(); step != null; step = step.older) {
            steps.add(step);
        }
        Map<Step, String> spanIds = new IdentityHashMap<>();
        List<Span> spans = new ArrayList<>(steps.size());
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Beside beside = step.beside();
            String counterpart = beside == null ? null : beside.spanId();
            String id = counterpart == null ? hex(nonZero()) : counterpart;
            spanIds.put(step, id);
            spans.add(span(step, run, id, parentId(step, spanIds), true));
        }
        Beside root = steps.get(steps.size() - 1).beside();
        return Trace.of(root == null ? hex(nonZero()) + hex(ids.getAsLong()) : root.traceId(), spans);
    }

    /** Returns what a step says, with or without its texts. */
    static Span span(Step step, Run run, String id, @Nullable String parentId, boolean withContent) {
        boolean ended = step.hasEnded();
        long start = Math.max(1, step.startTick + run.anchor);
        Span.Builder span = Span.builder(id, step.name)
                .parentSpanId(parentId)
                .kind(step.kind)
                .operation(operation(step.kind))
                .spanKind(step.kind == Span.Kind.LLM || step.kind == Span.Kind.EMBEDDING ? CLIENT : INTERNAL)
                .scope(SCOPE)
                .startEpochNanos(start)
                .endEpochNanos(ended ? Math.max(start, step.endTick + run.anchor) : 0)
                .droppedCount(step.droppedValues + (step.isRoot() ? run.droppedSteps() : 0));
        if (step.isRoot() || step.kind == Span.Kind.AGENT) {
            span.agentName(step.isRoot() ? run.agent : step.subject);
        }
        if (step.kind == Span.Kind.TOOL) {
            span.toolName(step.subject);
        }
        Details details = step.details;
        if (step.failed) {
            failure(details, span, withContent);
        }
        if (details != null) {
            details(step, details, span, withContent);
        }
        if (withContent) {
            content(step, details, span);
        }
        return span.build();
    }

    /** What a span has a field for goes there, as a reader of these names would put it, and nowhere else. */
    private static void attributes(Step step, Map<String, Object> given, Span.Builder span, boolean withContent) {
        Map<String, Object> others = new LinkedHashMap<>(given);
        if (!withContent) {
            others.remove(Step.EXPECTED_OUTPUT);
        }
        span.provider(text(others, PROVIDER));
        span.userId(text(others, USER));
        if (step.kind == Span.Kind.TOOL) {
            span.toolCallId(text(others, TOOL_CALL_ID));
        }
        span.attributes(Attributes.of(others));
    }

    private static @Nullable String text(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof String text && attributes.remove(name, text) ? text : null;
    }

    private static void failure(@Nullable Details details, Span.Builder span, boolean withContent) {
        String type = details == null ? null : details.errorType;
        span.failed(type == null ? "error" : type, details == null || !withContent ? null : details.errorMessage);
    }

    private static void details(Step step, Details details, Span.Builder span, boolean withContent) {
        if (details.model != null) {
            span.model(details.model);
        }
        if (details.usage != null) {
            span.usage(details.usage);
        }
        if (details.attributes != null) {
            attributes(step, details.attributes, span, withContent);
        }
        if (details.conversation != null) {
            span.conversationId(details.conversation);
        }
        if (details.finishReasons != null) {
            span.finishReasons(details.finishReasons);
        }
        if (details.evaluations != null) {
            span.evaluations(details.evaluations);
        }
    }

    private static void content(Step step, @Nullable Details details, Span.Builder span) {
        if (step.kind == Span.Kind.TOOL) {
            span.toolArguments(step.input).toolResult(step.output);
            return;
        }
        if (details != null && details.inputMessages != null) {
            span.input(details.inputMessages);
        } else if (step.input != null) {
            span.input(step.input);
        }
        if (details != null && details.outputMessages != null) {
            span.output(details.outputMessages);
        } else if (step.output != null) {
            span.output(step.output);
        }
        if (details != null && details.documents != null) {
            span.documents(details.documents);
        }
    }

    private static @Nullable String parentId(Step step, Map<Step, String> spanIds) {
        if (step.parent != null) {
            return spanIds.get(step.parent);
        }
        Beside beside = step.beside();
        return beside == null ? null : beside.parentSpanId();
    }

    /** The GenAI conventions' word, where they have one. */
    private static @Nullable String operation(Span.Kind kind) {
        return switch (kind) {
            case AGENT -> "invoke_agent";
            case LLM -> "chat";
            case TOOL -> "execute_tool";
            case EMBEDDING -> "embeddings";
            default -> null;
        };
    }

    /** All zeros is W3C's word for no id. */
    private long nonZero() {
        long id = ids.getAsLong();
        return id == 0 ? 1 : id;
    }

    private static String hex(long id) {
        String digits = Long.toHexString(id);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
