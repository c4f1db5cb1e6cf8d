package dev.arceval.trace;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What model calls consumed. A figure that was not recorded is absent, never zero.
 *
 * @param inputTokens tokens sent, cached ones included
 * @param outputTokens tokens generated
 * @param cachedInputTokens those of the input tokens that were read from a cache
 * @param cacheWriteTokens those of the input tokens that were written to a cache
 * @param reasoningTokens those of the output tokens that were spent on reasoning
 * @param costUsd price in US dollars as stated by the source
 * @since 0.1
 */
public record Usage(
        @Nullable Long inputTokens,
        @Nullable Long outputTokens,
        @Nullable Long cachedInputTokens,
        @Nullable Long cacheWriteTokens,
        @Nullable Long reasoningTokens,
        @Nullable Double costUsd) {

    private static final Usage NONE = new Usage(null, null, null, null);

    public Usage {
        requireNotNegative("inputTokens", inputTokens);
        requireNotNegative("outputTokens", outputTokens);
        requireNotNegative("cachedInputTokens", cachedInputTokens);
        requireNotNegative("cacheWriteTokens", cacheWriteTokens);
        requireNotNegative("reasoningTokens", reasoningTokens);
        if (costUsd != null && !(costUsd >= 0 && Double.isFinite(costUsd))) {
            throw new IllegalArgumentException("costUsd must not be negative: " + costUsd);
        }
    }

    /** A usage that says nothing of cache writes and reasoning. */
    public Usage(
            @Nullable Long inputTokens,
            @Nullable Long outputTokens,
            @Nullable Long cachedInputTokens,
            @Nullable Double costUsd) {
        this(inputTokens, outputTokens, cachedInputTokens, null, null, costUsd);
    }

    /** Returns the usage that states nothing. */
    public static Usage none() {
        return NONE;
    }

    /** Returns the usage of one model call. */
    public static Usage ofTokens(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, outputTokens, null, null);
    }

    /** Returns input plus output tokens, as far as either was recorded. */
    public OptionalLong totalTokens() {
        if (inputTokens == null && outputTokens == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((inputTokens == null ? 0 : inputTokens) + (outputTokens == null ? 0 : outputTokens));
    }

    /** Returns the recorded price, if any. */
    public OptionalDouble cost() {
        return costUsd == null ? OptionalDouble.empty() : OptionalDouble.of(costUsd);
    }

    /** Returns the sum; a figure absent on both sides stays absent. */
    public Usage plus(Usage other) {
        return new Usage(
                sum(inputTokens, other.inputTokens),
                sum(outputTokens, other.outputTokens),
                sum(cachedInputTokens, other.cachedInputTokens),
                sum(cacheWriteTokens, other.cacheWriteTokens),
                sum(reasoningTokens, other.reasoningTokens),
                costUsd == null
                        ? other.costUsd
                        : other.costUsd == null ? costUsd : Double.valueOf(costUsd + other.costUsd));
    }

    public boolean isEmpty() {
        return inputTokens == null
                && outputTokens == null
                && cachedInputTokens == null
                && cacheWriteTokens == null
                && reasoningTokens == null
                && costUsd == null;
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long two) {
        return one == null ? two : two == null ? one : Long.valueOf(one + two);
    }

    private static void requireNotNegative(String name, @Nullable Long value) {
        if (value != null && value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }
}
