package dev.arceval.opentelemetry;

import dev.arceval.spi.TraceContext;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span.Kind;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a recycler's tracer records as OpenTelemetry spans with GenAI attributes, too, as part of the trace that is
 * active: a request, its agent, the agent's tools and what those call over HTTP are then one trace, under one id, here and
 * there.
 *
 * <p>With this module on the class path a recycler uses it by itself, with the SDK that was registered as global. Where the
 * API is older than 1.57 and cannot say whether one was, it only takes over the id of the active trace. For an SDK that is
 * not global, or to write content:
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="opentelemetry-context"}
 *
 * <p>What steps were told and answered is not written unless {@link #withContent()} says so: an SDK's exporters know nothing
 * of redaction. Without it the recycler's store has the content, and the SDK everything else.
 *
 * <p>Immutable and thread-safe. Costs what a span of the SDK costs.
 *
 * @since 0.1
 */
public final class OpenTelemetryContext implements TraceContext {

    private final Sdk sdk;
    private final boolean content;

    /** For {@link java.util.ServiceLoader}: uses the SDK that is registered as global when a step begins. */
    public OpenTelemetryContext() {
        this(GlobalSdk::tracer, false);
        // Where the API is missing this fails here, once, and not at every step.
        Objects.requireNonNull(Context.root());
    }

    private OpenTelemetryContext(Sdk sdk, boolean content) {
        this.sdk = sdk;
        this.content = content;
    }

    /** Where spans are written. */
    private interface Sdk {
        @Nullable
        Tracer tracer();
    }

    /** Returns a context that writes to this SDK. */
    public static OpenTelemetryContext of(OpenTelemetry openTelemetry) {
        Tracer tracer = openTelemetry.getTracer(AgentWork.OWN_SCOPE);
        return new OpenTelemetryContext(() -> tracer, false);
    }

    /** Returns the same context, writing texts, tool arguments and results as well, as they are: not redacted. */
    public OpenTelemetryContext withContent() {
        return new OpenTelemetryContext(sdk, true);
    }

    @Override
    public boolean takesContent() {
        return content;
    }

    @Override
    public @Nullable Counterpart begin(@Nullable Counterpart parent, Kind kind, String name) {
        Context current = Context.current();
        SpanContext active = Span.fromContext(current).getSpanContext();
        Tracer tracer = sdk.tracer();
        if (tracer == null) {
            return parent == null && active.isValid() ? new Joined(active.getTraceId(), active.getSpanId()) : null;
        }
        // What is active here is more precise than the step above, unless it belongs to something else.
        boolean elsewhere =
                parent instanceof Written above && !active.getTraceId().equals(above.traceId());
        Context below = elsewhere && parent instanceof Written above ? above.context : current;
        Span span = tracer.spanBuilder(name)
                .setParent(below)
                .setSpanKind(kind == Kind.LLM || kind == Kind.EMBEDDING ? SpanKind.CLIENT : SpanKind.INTERNAL)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return null;
        }
        SpanContext above = Span.fromContext(below).getSpanContext();
        return new Written(span, below.with(span), above.isValid() ? above.getSpanId() : null);
    }

    /** Shares the id of the active trace and nothing else. */
    private record Joined(String traceId, String parentSpanId) implements Counterpart {

        @Override
        public @Nullable String spanId() {
            return null;
        }

        @Override
        public Runnable enter() {
            return () -> {};
        }

        @Override
        public void end(dev.arceval.trace.Span span, Map<String, Object> attributes) {
            // Nothing was begun.
        }
    }

    private static final class Written implements Counterpart {

        private final Span span;
        private final Context context;
        private final @Nullable String parentSpanId;
        private final AtomicBoolean ended = new AtomicBoolean();

        Written(Span span, Context context, @Nullable String parentSpanId) {
            this.span = span;
            this.context = context;
            this.parentSpanId = parentSpanId;
        }

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public String spanId() {
            return span.getSpanContext().getSpanId();
        }

        @Override
        public @Nullable String parentSpanId() {
            return parentSpanId;
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // Closed by whoever runs the result.
        public Runnable enter() {
            Scope scope = context.makeCurrent();
            return scope::close;
        }

        @Override
        public void end(dev.arceval.trace.Span captured, Map<String, Object> attributes) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                span.setAllAttributes(converted(attributes));
                captured.evaluations().forEach(this::evaluation);
                if (captured.failed()) {
                    span.setStatus(StatusCode.ERROR, captured.statusMessage().orElse(""));
                }
            } finally {
                span.end();
            }
        }

        private void evaluation(Evaluation evaluation) {
            AttributesBuilder said = Attributes.builder().put("gen_ai.evaluation.name", evaluation.name());
            if (evaluation.score() != null) {
                said.put("gen_ai.evaluation.score.value", evaluation.score());
            }
            if (evaluation.label() != null) {
                said.put("gen_ai.evaluation.score.label", evaluation.label());
            }
            span.addEvent("gen_ai.evaluation.result", said.build());
        }
    }

    private static Attributes converted(Map<String, Object> attributes) {
        AttributesBuilder converted = Attributes.builder();
        attributes.forEach((name, value) -> {
            if (value instanceof Boolean flag) {
                converted.put(name, flag);
            } else if (value instanceof Long number) {
                converted.put(name, number);
            } else if (value instanceof Double number) {
                converted.put(name, number);
            } else if (value instanceof List<?> list) {
                converted.put(
                        AttributeKey.stringArrayKey(name),
                        list.stream().map(String::valueOf).toList());
            } else {
                converted.put(name, String.valueOf(value));
            }
        });
        return converted.build();
    }
}
