package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** OpenTelemetry's semantic conventions for generative AI, with the names they had before. */
final class GenAiWords {

    static final String OPERATION = "gen_ai.operation.name";
    static final String AGENT_NAME = "gen_ai.agent.name";
    static final String AGENT_VERSION = "gen_ai.agent.version";
    static final String CONVERSATION = "gen_ai.conversation.id";
    static final String USER = "user.id";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String RESPONSE_MODEL = "gen_ai.response.model";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String INPUT_TOKENS = "gen_ai.usage.input_tokens";
    static final String OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
    static final String CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens";
    static final String CACHE_WRITE_TOKENS = "gen_ai.usage.cache_creation.input_tokens";
    static final String REASONING_TOKENS = "gen_ai.usage.reasoning.output_tokens";
    static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
    static final String INPUT = "gen_ai.input.messages";
    static final String OUTPUT = "gen_ai.output.messages";
    static final String DOCUMENTS = "gen_ai.retrieval.documents";
    static final String TOOL_NAME = "gen_ai.tool.name";
    static final String TOOL_CALL_ID = "gen_ai.tool.call.id";
    static final String TOOL_ARGUMENTS = "gen_ai.tool.call.arguments";
    static final String TOOL_RESULT = "gen_ai.tool.call.result";
    static final String ERROR_TYPE = "error.type";

    /** The event whose attributes are those of the span it belongs to. */
    static final String DETAILS_EVENT = "gen_ai.client.inference.operation.details";

    static final String CHOICE_EVENT = "gen_ai.choice";
    static final String TOOL_EVENT = "gen_ai.tool.message";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "OpenTelemetry GenAI",
                    "open-telemetry/semantic-conventions-genai model/gen-ai/registry.yaml and events.yaml; older names:"
                            + " open-telemetry/semantic-conventions model/gen-ai/deprecated")
            .field(OPERATION, Field.OPERATION)
            .field(AGENT_NAME, Field.AGENT_NAME)
            .field("gen_ai.agent.id", Field.AGENT_NAME)
            .field(AGENT_VERSION, Field.AGENT_VERSION)
            .field(CONVERSATION, Field.CONVERSATION)
            .field(USER, Field.USER)
            .field("enduser.id", Field.USER)
            .field(PROVIDER, Field.PROVIDER)
            .field("gen_ai.system", Field.PROVIDER)
            .field(RESPONSE_MODEL, Field.MODEL)
            .field(REQUEST_MODEL, Field.MODEL)
            .field(INPUT_TOKENS, Field.INPUT_TOKENS)
            .field("gen_ai.usage.prompt_tokens", Field.INPUT_TOKENS)
            .field(OUTPUT_TOKENS, Field.OUTPUT_TOKENS)
            .field("gen_ai.usage.completion_tokens", Field.OUTPUT_TOKENS)
            .field(CACHED_TOKENS, Field.CACHED_TOKENS)
            .field("gen_ai.usage.cache_read_input_tokens", Field.CACHED_TOKENS)
            .field("gen_ai.usage.cached_input_tokens", Field.CACHED_TOKENS)
            .field(CACHE_WRITE_TOKENS, Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.cache_creation_input_tokens", Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.cache_write_input_tokens", Field.CACHE_WRITE_TOKENS)
            .field("gen_ai.usage.cache_write.input_tokens", Field.CACHE_WRITE_TOKENS)
            .field(REASONING_TOKENS, Field.REASONING_TOKENS)
            .field("gen_ai.usage.reasoning_tokens", Field.REASONING_TOKENS)
            .field(FINISH_REASONS, Field.FINISH_REASONS)
            .field("gen_ai.system_instructions", Field.SYSTEM)
            .field(INPUT, Field.INPUT)
            .field("gen_ai.prompt", Field.INPUT_VALUE)
            .field(OUTPUT, Field.OUTPUT)
            .field("gen_ai.completion", Field.OUTPUT_VALUE)
            .field("gen_ai.retrieval.query.text", Field.INPUT_VALUE)
            .field("gen_ai.memory.query.text", Field.INPUT_VALUE)
            .field(DOCUMENTS, Field.DOCUMENTS)
            .field(TOOL_NAME, Field.TOOL_NAME)
            .field(TOOL_CALL_ID, Field.TOOL_CALL_ID)
            .field("gen_ai.tool_call.id", Field.TOOL_CALL_ID)
            .field(TOOL_ARGUMENTS, Field.TOOL_ARGUMENTS)
            .field("gen_ai.tool.arguments", Field.TOOL_ARGUMENTS)
            .field(TOOL_RESULT, Field.TOOL_RESULT)
            .field(ERROR_TYPE, Field.ERROR_TYPE)
            .indexed("gen_ai.prompt.", Field.INPUT)
            .indexed("gen_ai.completion.", Field.OUTPUT)
            .event("gen_ai.system.message", Field.SYSTEM)
            .event("gen_ai.user.message", Field.INPUT)
            .event("gen_ai.assistant.message", Field.INPUT)
            .event(TOOL_EVENT, Field.INPUT)
            .event(CHOICE_EVENT, Field.OUTPUT)
            .event("gen_ai.content.prompt", Field.INPUT)
            .event("gen_ai.content.completion", Field.OUTPUT)
            .kind("chat", Kind.LLM)
            .kind("text_completion", Kind.LLM)
            .kind("generate_content", Kind.LLM)
            .kind("embeddings", Kind.EMBEDDING)
            .kind("retrieval", Kind.RETRIEVAL)
            .kind("search_memory", Kind.RETRIEVAL)
            .kind("execute_tool", Kind.TOOL)
            .kind("create_agent", Kind.AGENT)
            .kind("invoke_agent", Kind.AGENT)
            .kind("invoke_workflow", Kind.CHAIN)
            .kind("plan", Kind.CHAIN)
            .build();

    private GenAiWords() {}
}
