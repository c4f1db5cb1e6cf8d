package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** The attributes by which Langfuse's own SDKs, and spans written for Langfuse, say what they carry. */
final class LangfuseWords {

    static final String USAGE = "langfuse.observation.usage_details";
    static final String TYPE = "langfuse.observation.type";

    /** Says {@code ERROR} where the status of the span says nothing. */
    static final String LEVEL = "langfuse.observation.level";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "Langfuse",
                    "langfuse/langfuse-python langfuse/_client/attributes.py; langfuse.com OpenTelemetry page")
            .field(TYPE, Field.KIND_WORD)
            .field("langfuse.observation.metadata.lc_agent_name", Field.AGENT_NAME)
            .field("langfuse.version", Field.AGENT_VERSION)
            .field("langfuse.release", Field.AGENT_VERSION)
            .field("langfuse.session.id", Field.CONVERSATION)
            .field("langfuse.observation.metadata.langfuse_session_id", Field.CONVERSATION)
            .field("langfuse.trace.metadata.langfuse_session_id", Field.CONVERSATION)
            .field("langfuse.user.id", Field.USER)
            .field("langfuse.observation.metadata.langfuse_user_id", Field.USER)
            .field("langfuse.trace.metadata.langfuse_user_id", Field.USER)
            .field("langfuse.observation.model.name", Field.MODEL)
            .field("langfuse.observation.input", Field.INPUT_VALUE)
            .field("langfuse.observation.output", Field.OUTPUT_VALUE)
            .field("langfuse.trace.input", Field.INPUT_VALUE)
            .field("langfuse.trace.output", Field.OUTPUT_VALUE)
            .field("langfuse.observation.status_message", Field.ERROR_MESSAGE)
            .inside(USAGE, "input", Field.INPUT_TOKENS)
            .inside(USAGE, "input_tokens", Field.INPUT_TOKENS)
            .inside(USAGE, "prompt_tokens", Field.INPUT_TOKENS)
            .inside(USAGE, "output", Field.OUTPUT_TOKENS)
            .inside(USAGE, "output_tokens", Field.OUTPUT_TOKENS)
            .inside(USAGE, "completion_tokens", Field.OUTPUT_TOKENS)
            .inside(USAGE, "input_cached_tokens", Field.CACHED_TOKENS)
            .inside(USAGE, "cache_read_input_tokens", Field.CACHED_TOKENS)
            .inside(USAGE, "input_cache_read", Field.CACHED_TOKENS)
            .inside(USAGE, "cache_creation_input_tokens", Field.CACHE_WRITE_TOKENS)
            .inside(USAGE, "input_cache_creation", Field.CACHE_WRITE_TOKENS)
            .inside(USAGE, "output_reasoning_tokens", Field.REASONING_TOKENS)
            .inside(USAGE, "output_reasoning", Field.REASONING_TOKENS)
            .inside("langfuse.observation.cost_details", "total", Field.COST)
            .kind("generation", Kind.LLM)
            .kind("chain", Kind.CHAIN)
            .kind("retriever", Kind.RETRIEVAL)
            .kind("evaluator", Kind.OTHER)
            .kind("guardrail", Kind.GUARDRAIL)
            .build();

    private LangfuseWords() {}
}
