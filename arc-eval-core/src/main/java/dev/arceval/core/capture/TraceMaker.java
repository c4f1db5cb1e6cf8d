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
            spanIds.put(step, hex(nonZero()));
            spans.add(span(step, run, spanIds));
        }
        return Trace.of(hex(nonZero()) + hex(ids.getAsLong()), spans);
    }

    private Span span(Step step, Run run, Map<Step, String> spanIds) {
        boolean ended = step.hasEnded();
        long start = Math.max(1, step.startTick + run.anchor);
        Span.Builder span = Span.builder(spanIds.getOrDefault(step, ""), step.name)
                .parentSpanId(parentId(step, spanIds))
                .kind(step.kind)
                .operation(operation(step.kind))
                .spanKind(step.kind == Span.Kind.LLM || step.kind == Span.Kind.EMBEDDING ? CLIENT : INTERNAL)
                .scope(SCOPE)
                .startEpochNanos(start)
                .endEpochNanos(ended ? Math.max(start, step.endTick + run.anchor) : 0)
                .model(step.model)
                .droppedCount(step.droppedValues + (step.isRoot() ? run.droppedSteps() : 0));
        if (step.isRoot() || step.kind == Span.Kind.AGENT) {
            span.agentName(step.isRoot() ? run.agent : step.subject);
        }
        if (step.usage != null) {
            span.usage(step.usage);
        }
        if (step.attributes != null) {
            attributes(step, step.attributes, span);
        }
        if (step.failed) {
            span.failed(step.errorType == null ? "error" : step.errorType, step.errorMessage);
        }
        if (step.conversation != null) {
            span.conversationId(step.conversation);
        }
        if (step.finishReasons != null) {
            span.finishReasons(step.finishReasons);
        }
        if (step.evaluations != null) {
            span.evaluations(step.evaluations);
        }
        content(step, span);
        return span.build();
    }

    /** What a span has a field for goes there, as a reader of these names would put it, and nowhere else. */
    private static void attributes(Step step, Map<String, Object> given, Span.Builder span) {
        Map<String, Object> others = new LinkedHashMap<>(given);
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

    private static void content(Step step, Span.Builder span) {
        if (step.kind == Span.Kind.TOOL) {
            span.toolName(step.subject).toolArguments(step.input).toolResult(step.output);
            return;
        }
        if (step.inputMessages != null) {
            span.input(step.inputMessages);
        } else if (step.input != null) {
            span.input(step.input);
        }
        if (step.outputMessages != null) {
            span.output(step.outputMessages);
        } else if (step.output != null) {
            span.output(step.output);
        }
    }

    private static @Nullable String parentId(Step step, Map<Step, String> spanIds) {
        return step.parent == null ? null : spanIds.get(step.parent);
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
