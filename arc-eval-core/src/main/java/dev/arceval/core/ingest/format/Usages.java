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
        "prompt_cached_tokens"
    };

    private Usages() {}

    /** Returns the figures of {@code usage}, none if it is absent. */
    static Usage of(Node usage) {
        Long input = usage.get(INPUT).count();
        Long output = usage.get(OUTPUT).count();
        if (input == null && output == null && usage.has("tokens", "billed_units")) {
            return of(usage.get("tokens", "billed_units"));
        }
        Long cached = usage.get(CACHED).count();
        if (cached == null) {
            cached = usage.get("prompt_tokens_details", "input_tokens_details", "input_token_details")
                    .get("cached_tokens", "cache_read")
                    .count();
        }
        return input == null && output == null ? Usage.none() : new Usage(input, output, cached, cost(usage));
    }

    static @Nullable Double cost(Node usage) {
        Double cost = usage.get("total_cost", "cost", "cost_usd", "totalCost").number();
        return cost == null || cost < 0 ? null : cost;
    }
}
