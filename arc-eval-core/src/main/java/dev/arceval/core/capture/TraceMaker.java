package dev.arceval.core.capture;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    private static final HexFormat HEX = HexFormat.of();

    private final LongSupplier ids;
    private final ByteBuffer traceId = ByteBuffer.allocate(2 * Long.BYTES);

    TraceMaker(LongSupplier ids) {
        this.ids = ids;
    }

    Trace make(Run run) {
        Step[] steps = steps(run);
        // By the step's number; a step that is not part of the run has none.
        @Nullable String[] spanIds = new String[steps.length + 1];
        Span[] spans = new Span[steps.length];
        for (int i = 0; i < steps.length; i++) {
            Step step = steps[i];
            Beside beside = step.beside();
            String counterpart = beside == null ? null : beside.spanId();
            String id = counterpart == null ? HEX.toHexDigits(nonZero()) : counterpart;
            spanIds[step.number] = id;
            spans[i] = span(step, run, id, parentId(step, spanIds), true);
        }
        Beside root = steps[0].beside();
        return Trace.of(root == null ? traceId() : root.traceId(), Arrays.asList(spans));
    }

    /** Returns the steps, the root first. */
    private static Step[] steps(Run run) {
        Step newest = Objects.requireNonNull(run.newest(), "a run starts with its root");
        Step[] steps = new Step[newest.number];
        for (Step step = newest; step != null; step = step.older) {
            steps[step.number - 1] = step;
        }
        return steps;
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

    private static @Nullable String parentId(Step step, @Nullable String[] spanIds) {
        if (step.parent != null) {
            return spanIds[step.parent.number];
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

    private String traceId() {
        return HEX.formatHex(traceId.putLong(0, nonZero())
                .putLong(Long.BYTES, ids.getAsLong())
                .array());
    }
}
