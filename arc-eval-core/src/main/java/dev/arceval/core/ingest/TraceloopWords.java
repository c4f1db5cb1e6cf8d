package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** OpenLLMetry by Traceloop; its messages are those of the older GenAI conventions. */
final class TraceloopWords {

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "OpenLLMetry",
                    "traceloop/openllmetry"
                            + " packages/opentelemetry-semantic-conventions-ai/opentelemetry/semconv_ai/__init__.py")
            .field("traceloop.span.kind", Field.KIND_WORD)
            .field("llm.request.type", Field.KIND_WORD)
            .field("traceloop.entity.name", Field.ENTITY_NAME)
            .field("traceloop.entity.version", Field.AGENT_VERSION)
            .field("traceloop.entity.input", Field.INPUT_VALUE, Wrapping.CALL)
            .field("traceloop.entity.output", Field.OUTPUT_VALUE, Wrapping.QUOTES)
            .field("traceloop.association.properties.session_id", Field.CONVERSATION)
            .field("traceloop.association.properties.thread_id", Field.CONVERSATION)
            .field("traceloop.association.properties.user_id", Field.USER)
            .field("llm.user", Field.USER)
            .field("llm.vendor", Field.PROVIDER)
            .field("llm.response.model", Field.MODEL)
            .field("llm.request.model", Field.MODEL)
            .field("llm.usage.prompt_tokens", Field.INPUT_TOKENS)
            .field("llm.usage.completion_tokens", Field.OUTPUT_TOKENS)
            .field("llm.usage.reasoning_tokens", Field.REASONING_TOKENS)
            .field("llm.response.finish_reason", Field.FINISH_REASONS)
            .field("llm.response.stop_reason", Field.FINISH_REASONS)
            .indexed("llm.completions.", Field.OUTPUT)
            .kind("workflow", Kind.CHAIN)
            .kind("task", Kind.CHAIN)
            .kind("agent", Kind.AGENT)
            .kind("tool", Kind.TOOL)
            .kind("completion", Kind.LLM)
            .kind("rerank", Kind.RETRIEVAL)
            .kind("embedding", Kind.EMBEDDING)
            .build();

    private TraceloopWords() {}
}
