package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/**
 * Spring AI. Its model calls speak GenAI; what is its own are the layers around them. Prompts and answers are not in its
 * spans: they are logged, and {@link LogRecords} finds them there.
 */
final class SpringAiWords {

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "Spring AI",
                    "spring-projects/spring-ai: AiObservationAttributes, ChatClientObservationDocumentation,"
                            + " ToolCallingObservationDocumentation, VectorStoreObservationDocumentation")
            .field("spring.ai.kind", Field.KIND_WORD)
            .field("spring.ai.chat.client.conversation.id", Field.CONVERSATION)
            .field("spring.ai.chat.client.system.text", Field.SYSTEM)
            .field("spring.ai.chat.client.user.text", Field.INPUT)
            .field("spring.ai.tool.definition.name", Field.TOOL_NAME)
            .field("spring.ai.tool.call.id", Field.TOOL_CALL_ID)
            .field("spring.ai.tool.call.arguments", Field.TOOL_ARGUMENTS)
            .field("spring.ai.tool.call.result", Field.TOOL_RESULT)
            .field("db.vector.query.content", Field.INPUT_VALUE)
            .field("db.vector.query.response.documents", Field.DOCUMENTS)
            .kind("chat_client", Kind.CHAIN)
            .kind("advisor", Kind.CHAIN)
            .kind("tool_call", Kind.TOOL)
            .kind("vector_store", Kind.RETRIEVAL)
            .build();

    private SpringAiWords() {}
}
