package dev.arceval.opentelemetry;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;

/**
 * Tells spans of agents from the rest of what an application traces. What they say is read elsewhere; here the first letters
 * of their attributes are enough.
 */
final class AgentWork {

    /** The scope of the spans that Arc-Eval's own tracer writes. */
    static final String OWN_SCOPE = "dev.arceval";

    /** GenAI conventions, OpenInference, Traceloop, Spring AI, Google ADK, Langfuse, MLflow, LangSmith, Vercel. */
    private static final List<String> PREFIXES = List.of(
            "gen_ai.",
            "openinference.",
            "llm.",
            "traceloop.",
            "spring.ai.",
            "gcp.vertex.agent.",
            "langfuse.",
            "mlflow.",
            "langsmith.",
            "ai.");

    private AgentWork() {}

    /** Returns whether the span is about a model, an agent or a tool. */
    static boolean is(SpanData span) {
        return span.getAttributes().asMap().keySet().stream()
                .anyMatch(key -> PREFIXES.stream().anyMatch(key.getKey()::startsWith));
    }

    /** Returns whether a recycler's tracer wrote the span, and so records it itself. */
    static boolean isOurOwn(SpanData span) {
        return span.getInstrumentationScopeInfo().getName().equals(OWN_SCOPE);
    }
}
