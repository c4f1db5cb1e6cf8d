package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/**
 * OpenInference, as Arize Phoenix and its instrumentations speak it: those of LlamaIndex, DSPy, smolagents, Haystack,
 * CrewAI, LangChain, LangChain4j, Bedrock and its agents among them.
 */
final class OpenInferenceWords {

    static final String KIND = "openinference.span.kind";
    static final String COST = "llm.cost.total";

    static final String INPUT_MESSAGES = "llm.input_messages.";

    static final Vocabulary VOCABULARY = Vocabulary.of(
                    "OpenInference",
                    "Arize-ai/openinference spec/semantic_conventions.md and"
                            + " python/openinference-semantic-conventions/src/openinference/semconv/trace/__init__.py")
            .field(KIND, Field.OPERATION)
            .field("agent.name", Field.AGENT_NAME)
            .field("graph.node.name", Field.ENTITY_NAME)
            .field("graph.node.id", Field.ENTITY_NAME)
            .field("session.id", Field.CONVERSATION)
            .field("llm.provider", Field.PROVIDER)
            .field("llm.system", Field.PROVIDER)
            .field("llm.response.model_name", Field.MODEL)
            .field("llm.model_name", Field.MODEL)
            .field("llm.request.model_name", Field.MODEL)
            .field("embedding.model_name", Field.MODEL)
            .field("reranker.model_name", Field.MODEL)
            .field("llm.token_count.prompt", Field.INPUT_TOKENS)
            .field("llm.token_count.completion", Field.OUTPUT_TOKENS)
            .field("llm.token_count.prompt_details.cache_read", Field.CACHED_TOKENS)
            .field("llm.token_count.prompt_details.cache_input", Field.CACHED_TOKENS)
            .field("llm.token_count.prompt_details.cache_write", Field.CACHE_WRITE_TOKENS)
            .field("llm.token_count.completion_details.reasoning", Field.REASONING_TOKENS)
            .field(COST, Field.COST)
            .field("llm.finish_reason", Field.FINISH_REASONS)
            .field("tool.name", Field.TOOL_NAME)
            .field("tool_call.function.name", Field.TOOL_NAME)
            .field("tool.id", Field.TOOL_CALL_ID)
            .field("tool_call.id", Field.TOOL_CALL_ID)
            .field("tool_call.function.arguments", Field.TOOL_ARGUMENTS)
            .field("input.value", Field.INPUT_VALUE)
            .field("reranker.query", Field.INPUT_VALUE)
            .field("output.value", Field.OUTPUT_VALUE)
            .field("retrieval.documents", Field.DOCUMENTS)
            .indexed(INPUT_MESSAGES, Field.INPUT)
            .indexed("llm.output_messages.", Field.OUTPUT)
            .indexed("llm.prompts.", Field.INPUT)
            .indexed("llm.choices.", Field.OUTPUT)
            .indexed("retrieval.documents.", Field.DOCUMENTS)
            .indexed("reranker.output_documents.", Field.DOCUMENTS)
            .indexed("annotations.", Field.EVALUATIONS)
            .indexed("evaluations.", Field.EVALUATIONS)
            .indexed("trace.annotations.", Field.EVALUATIONS)
            .indexed("trace.evaluations.", Field.EVALUATIONS)
            .indexed("session.annotations.", Field.EVALUATIONS)
            .indexed("session.evaluations.", Field.EVALUATIONS)
            .kind("LLM", Kind.LLM)
            .kind("EMBEDDING", Kind.EMBEDDING)
            .kind("CHAIN", Kind.CHAIN)
            .kind("RETRIEVER", Kind.RETRIEVAL)
            .kind("RERANKER", Kind.RETRIEVAL)
            .kind("TOOL", Kind.TOOL)
            .kind("AGENT", Kind.AGENT)
            .kind("GUARDRAIL", Kind.GUARDRAIL)
            .kind("EVALUATOR", Kind.OTHER)
            .kind("PROMPT", Kind.OTHER)
            .build();

    private OpenInferenceWords() {}
}
