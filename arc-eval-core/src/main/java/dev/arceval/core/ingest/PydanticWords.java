package dev.arceval.core.ingest;

/** Pydantic AI, as Logfire and others record it, and the feedback people give in Logfire. */
final class PydanticWords {

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "Pydantic AI and Logfire",
                    "pydantic/pydantic-ai pydantic_ai_slim/pydantic_ai/models/instrumented.py; pydantic/logfire"
                            + " logfire/experimental/annotations.py")
            .field("agent_name", Field.AGENT_NAME)
            .field("model_name", Field.MODEL)
            .field("gen_ai.usage.details.cache_read_tokens", Field.CACHED_TOKENS)
            .field("gen_ai.usage.details.cache_read_input_tokens", Field.CACHED_TOKENS)
            .field("gen_ai.usage.details.cached_tokens", Field.CACHED_TOKENS)
            .field("gen_ai.usage.details.cached_content_tokens", Field.CACHED_TOKENS)
            .field("gen_ai.usage.details.cache_write_tokens", Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.details.cache_creation_input_tokens", Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.details.reasoning_tokens", Field.REASONING_TOKENS)
            .field("gen_ai.usage.details.thoughts_tokens", Field.REASONING_TOKENS)
            .field("operation.cost", Field.COST)
            .field("pydantic_ai.all_messages", Field.CONVERSATION_LOG)
            .field("all_messages_events", Field.CONVERSATION_LOG)
            .field("events", Field.CONVERSATION_LOG)
            .field("final_result", Field.OUTPUT_VALUE)
            .field("tool_arguments", Field.TOOL_ARGUMENTS)
            .field("tool_response", Field.TOOL_RESULT)
            .field("logfire.feedback.name", Field.FEEDBACK_NAME)
            .field("logfire.feedback.comment", Field.FEEDBACK_COMMENT)
            .build();

    private PydanticWords() {}
}
