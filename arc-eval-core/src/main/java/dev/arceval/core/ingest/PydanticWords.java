package dev.arceval.core.ingest;

/** Pydantic AI, as Logfire and others record it, and the feedback people give in Logfire. */
final class PydanticWords {

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "Pydantic AI and Logfire",
                    "pydantic/pydantic-ai pydantic_ai_slim/pydantic_ai/models/instrumented.py; pydantic/logfire"
                            + " logfire/experimental/annotations.py")
            .field("agent_name", Field.AGENT_NAME)
            .field("model_name", Field.MODEL)
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
