package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** Spans written for LangSmith; messages and figures are those of the older GenAI conventions. */
final class LangSmithWords {

    /** Says what a run is where the operation says it in words that mean something else: {@code chat} for a prompt. */
    static final String KIND = "langsmith.span.kind";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "LangSmith",
                    "docs.langchain.com/langsmith/trace-with-opentelemetry, supported attributes; langchain-ai/langsmith-sdk"
                            + " python/langsmith/_internal/otel/_otel_exporter.py")
            .field(KIND, Field.KIND_WORD)
            .field("langsmith.metadata.lc_agent_name", Field.AGENT_NAME)
            .field("langsmith.metadata.revision_id", Field.AGENT_VERSION)
            .field("langsmith.metadata.thread_id", Field.CONVERSATION)
            .field("langsmith.metadata.session_id", Field.CONVERSATION)
            .field("langsmith.metadata.user_id", Field.USER)
            .kind("llm", Kind.LLM)
            .kind("prompt", Kind.OTHER)
            .kind("parser", Kind.OTHER)
            .build();

    private LangSmithWords() {}
}
