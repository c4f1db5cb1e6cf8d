package dev.arceval.core.ingest.format;

import dev.arceval.trace.Usage;
import org.jspecify.annotations.Nullable;

/** Reads token counts in the words of the providers. A figure nobody gave is absent, never zero. */
final class Usages {

    private static final String[] INPUT = {
        "input_tokens",
        "prompt_tokens",
        "inputTokens",
        "promptTokens",
        "promptTokenCount",
        "prompt_token_count",
        "input",
        "total_input_tokens",
        "prompt_eval_count",
        "inputTextTokenCount"
    };
    private static final String[] OUTPUT = {
        "output_tokens",
        "completion_tokens",
        "outputTokens",
        "completionTokens",
        "candidatesTokenCount",
        "candidates_token_count",
        "output",
        "total_output_tokens",
        "eval_count",
        "generation_token_count"
    };
    private static final String[] CACHED = {
        "cache_read_input_tokens",
        "cachedContentTokenCount",
        "cached_content_token_count",
        "cacheReadInputTokens",
        "cacheReadInputTokenCount",
        "input_tokens_cache_read",
        "cache_read_tokens",
        "input_cached_tokens",
        "input_cache_read",
        "total_cached_tokens",
        "cached_tokens",
        "prompt_cached_tokens",
        "cached_input_tokens"
    };

    private Usages() {}

    /** Returns the figures of {@code usage}, none if it is absent. */
    static Usage of(Node usage) {
        Long input = usage.get(INPUT).count();
        Long output = usage.get(OUTPUT).count();
        if (input == null && output == null && usage.has("tokens", "billed_units")) {
            return of(usage.get("tokens", "billed_units"));
        }
        Node details = usage.get("prompt_tokens_details", "input_tokens_details", "input_token_details");
        Long cached = usage.get(CACHED).count();
        if (cached == null) {
            cached = details.get("cached_tokens", "cache_read").count();
        }
        if (input == null && output == null) {
            return Usage.none();
        }
        Long written = usage.get(
                        "cache_creation_input_tokens",
                        "cacheWriteInputTokens",
                        "input_tokens_cache_write",
                        "input_cache_creation",
                        "cache_write_input_tokens")
                .count();
        if (written == null) {
            written = details.get("cache_creation", "cache_write").count();
        }
        Long reasoning = usage.get(
                        "reasoning_tokens",
                        "thoughtsTokenCount",
                        "thoughts_token_count",
                        "output_reasoning_tokens",
                        "output_reasoning")
                .count();
        if (reasoning == null) {
            reasoning = usage.get("completion_tokens_details", "output_tokens_details", "output_token_details")
                    .get("reasoning_tokens", "reasoning")
                    .count();
        }
        if (apart(usage, input, output, cached, written, reasoning)) {
            input = sum(sum(input, cached), written);
            output = sum(output, reasoning);
        }
        return new Usage(input, output, cached, written, reasoning, cost(usage));
    }

    /** Whether Langfuse counts what was cached, and reasoning, apart from the other tokens: together they are the total. */
    private static boolean apart(Node usage, @Nullable Long... counts) {
        Long total = usage.get("total").count();
        long sum = 0;
        for (Long count : counts) {
            sum += count == null ? 0 : count;
        }
        boolean more = counts[2] != null || counts[3] != null || counts[4] != null;
        return more && total != null && total == sum;
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? one : Long.valueOf(one + other);
    }

    /** Returns {@code usage} at this price. */
    static Usage priced(Usage usage, @Nullable Double costUsd) {
        return new Usage(
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedInputTokens(),
                usage.cacheWriteTokens(),
                usage.reasoningTokens(),
                costUsd);
    }

    /** Returns {@code usage} with the figures it lacks taken from {@code otherwise}. */
    static Usage or(Usage usage, Usage otherwise) {
        return new Usage(
                first(usage.inputTokens(), otherwise.inputTokens()),
                first(usage.outputTokens(), otherwise.outputTokens()),
                first(usage.cachedInputTokens(), otherwise.cachedInputTokens()),
                first(usage.cacheWriteTokens(), otherwise.cacheWriteTokens()),
                first(usage.reasoningTokens(), otherwise.reasoningTokens()),
                first(usage.costUsd(), otherwise.costUsd()));
    }

    private static <N extends Number> @Nullable N first(@Nullable N one, @Nullable N other) {
        return one == null ? other : one;
    }

    static @Nullable Double cost(Node usage) {
        Double cost = usage.get("total_cost", "cost", "cost_usd", "totalCost").number();
        return cost == null || cost < 0 ? null : cost;
    }
}
