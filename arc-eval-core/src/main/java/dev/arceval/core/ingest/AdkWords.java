package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** Google's Agent Development Kit. Requests and responses stand in the span as Gemini's JSON. */
final class AdkWords {

    private static final String REQUEST = "gcp.vertex.agent.llm_request";
    private static final String RESPONSE = "gcp.vertex.agent.llm_response";

    /** The name of the span in which ADK joins the results of parallel calls, which have spans of their own. */
    static final String MERGED_TOOLS = "(merged tools)";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "Google ADK",
                    "google/adk-java core/src/main/java/com/google/adk/telemetry/Tracing.java; google/adk-python"
                            + " src/google/adk/telemetry/tracing.py")
            .field("gcp.vertex.agent.session_id", Field.CONVERSATION)
            .field("gcp.vertex.agent.tool_call_args", Field.TOOL_ARGUMENTS)
            .field("gcp.vertex.agent.tool_response", Field.TOOL_RESULT)
            .inside(REQUEST, "config.system_instruction", Field.SYSTEM)
            .inside(REQUEST, "config.systemInstruction", Field.SYSTEM)
            .inside(REQUEST, "contents", Field.INPUT)
            .inside(RESPONSE, "content", Field.OUTPUT)
            .inside(RESPONSE, "finish_reason", Field.FINISH_REASONS)
            .inside(RESPONSE, "finishReason", Field.FINISH_REASONS)
            .inside(RESPONSE, "usage_metadata.prompt_token_count", Field.INPUT_TOKENS)
            .inside(RESPONSE, "usage_metadata.candidates_token_count", Field.OUTPUT_TOKENS)
            .inside(RESPONSE, "usage_metadata.cached_content_token_count", Field.CACHED_TOKENS)
            .inside(RESPONSE, "usage_metadata.thoughts_token_count", Field.REASONING_TOKENS)
            .inside(RESPONSE, "usageMetadata.promptTokenCount", Field.INPUT_TOKENS)
            .inside(RESPONSE, "usageMetadata.candidatesTokenCount", Field.OUTPUT_TOKENS)
            .inside(RESPONSE, "usageMetadata.cachedContentTokenCount", Field.CACHED_TOKENS)
            .inside(RESPONSE, "usageMetadata.thoughtsTokenCount", Field.REASONING_TOKENS)
            .kind("call_llm", Kind.LLM)
            .build();

    private AdkWords() {}
}
