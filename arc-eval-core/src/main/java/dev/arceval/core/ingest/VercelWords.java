package dev.arceval.core.ingest;

import dev.arceval.trace.Span.Kind;

/** Vercel's AI SDK, versions 3 to 6; from 7 on it speaks the GenAI conventions, but for its steps. */
final class VercelWords {

    private static final String PROMPT = "ai.prompt";

    static final Vocabulary VOCABULARY = vocabulary();

    private VercelWords() {}

    private static Vocabulary vocabulary() {
        Vocabulary.Builder words = Vocabulary.of(
                        "Vercel AI SDK", "vercel/ai content/docs/03-ai-sdk-core/60-telemetry.mdx and packages/otel")
                .field("ai.operationId", Field.KIND_WORD)
                .field("ai.telemetry.functionId", Field.AGENT_NAME)
                .field("ai.telemetry.metadata.sessionId", Field.CONVERSATION)
                .field("ai.telemetry.metadata.userId", Field.USER)
                .field("ai.settings.context.sessionId", Field.CONVERSATION)
                .field("ai.settings.context.userId", Field.USER)
                .field("ai.model.provider", Field.PROVIDER)
                .field("ai.response.model", Field.MODEL)
                .field("ai.model.id", Field.MODEL)
                .field("ai.usage.inputTokens", Field.INPUT_TOKENS)
                .field("ai.usage.promptTokens", Field.INPUT_TOKENS)
                .field("ai.usage.tokens", Field.INPUT_TOKENS)
                .field("ai.usage.outputTokens", Field.OUTPUT_TOKENS)
                .field("ai.usage.completionTokens", Field.OUTPUT_TOKENS)
                .field("ai.usage.cachedInputTokens", Field.CACHED_TOKENS)
                .field("ai.usage.inputTokenDetails.cacheReadTokens", Field.CACHED_TOKENS)
                .field("ai.usage.inputTokenDetails.cacheWriteTokens", Field.CACHE_WRITE_TOKENS)
                .field("ai.usage.reasoningTokens", Field.REASONING_TOKENS)
                .field("ai.usage.outputTokenDetails.reasoningTokens", Field.REASONING_TOKENS)
                .field("ai.response.finishReason", Field.FINISH_REASONS)
                .field("ai.finishReason", Field.FINISH_REASONS)
                .field("ai.prompt.messages", Field.INPUT)
                .field("ai.value", Field.INPUT_VALUE, Wrapping.QUOTES)
                .field("ai.values", Field.INPUT_VALUE)
                .field("ai.response.text", Field.ANSWER_TEXT)
                .field("ai.result.text", Field.ANSWER_TEXT)
                .field("ai.response.object", Field.ANSWER_TEXT)
                .field("ai.result.object", Field.ANSWER_TEXT)
                .field("ai.response.reasoning", Field.ANSWER_REASONING)
                .field("ai.response.toolCalls", Field.ANSWER_CALLS)
                .field("ai.result.toolCalls", Field.ANSWER_CALLS)
                .field("ai.toolCall.name", Field.TOOL_NAME)
                .field("ai.toolCall.id", Field.TOOL_CALL_ID)
                .field("ai.toolCall.args", Field.TOOL_ARGUMENTS)
                .field("ai.toolCall.result", Field.TOOL_RESULT)
                .inside(PROMPT, "system", Field.SYSTEM)
                .inside(PROMPT, "messages", Field.INPUT)
                .inside(PROMPT, "prompt", Field.INPUT)
                .kind("agent_step", Kind.CHAIN)
                .kind("ai.toolCall", Kind.TOOL)
                .kind("ai.embed", Kind.EMBEDDING)
                .kind("ai.embed.doEmbed", Kind.EMBEDDING)
                .kind("ai.embedMany", Kind.EMBEDDING)
                .kind("ai.embedMany.doEmbed", Kind.EMBEDDING)
                .kind("ai.rerank", Kind.RETRIEVAL)
                .kind("ai.rerank.doRerank", Kind.RETRIEVAL);
        for (String what : new String[] {"Text", "Object"}) {
            words.kind("ai.generate" + what, Kind.CHAIN)
                    .kind("ai.generate" + what + ".doGenerate", Kind.LLM)
                    .kind("ai.stream" + what, Kind.CHAIN)
                    .kind("ai.stream" + what + ".doStream", Kind.LLM);
        }
        return words.build();
    }
}
