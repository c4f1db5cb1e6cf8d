package dev.arceval.core.cost;

import dev.arceval.trace.Usage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a model cost.
 *
 * @param providers how traces write the provider; empty if anybody may charge this
 * @param model the model's name, without the date of a snapshot
 * @param inputUsd US dollars per million tokens of input
 * @param cachedUsd the same for input read from a cache; absent if not known
 * @param cacheWriteUsd the same for input written to a cache; absent if not known
 * @param outputUsd the same for output
 * @param upToTokens the largest input that this is the price for
 * @param date when the price was looked up, as text; empty if nobody said
 */
public record Price(
        List<String> providers,
        String model,
        double inputUsd,
        @Nullable Double cachedUsd,
        @Nullable Double cacheWriteUsd,
        double outputUsd,
        long upToTokens,
        String date) {

    private static final double MILLION = 1e6;

    public Price {
        providers = providers.stream().map(Price::plain).toList();
    }

    /** Returns a price that anybody may charge for any input. */
    public static Price of(String model, double inputUsd, double outputUsd) {
        return new Price(List.of(), model, inputUsd, null, null, outputUsd, Long.MAX_VALUE, "");
    }

    /** Whether this is the price of what {@code provider} sells; one that is not named may be any. */
    boolean isOf(@Nullable String provider) {
        return provider == null || providers.isEmpty() || providers.contains(plain(provider));
    }

    /** {@code OPEN_AI}, {@code openai} and {@code OpenAI} are the same; {@code azure.ai.openai} is another. */
    private static String plain(String provider) {
        StringBuilder plain = new StringBuilder(provider.length());
        for (char c : provider.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** Returns what {@code usage} costs; absent if it lacks a figure or this lacks a price for one. */
    OptionalDouble of(Usage usage) {
        Long input = usage.inputTokens();
        Long output = usage.outputTokens();
        if (input == null || (output == null && outputUsd > 0)) {
            return OptionalDouble.empty();
        }
        long cached = orZero(usage.cachedInputTokens());
        long written = orZero(usage.cacheWriteTokens());
        if ((cached > 0 && cachedUsd == null) || (written > 0 && cacheWriteUsd == null) || cached + written > input) {
            return OptionalDouble.empty();
        }
        double usd = (input - cached - written) * inputUsd
                + cached * orZero(cachedUsd)
                + written * orZero(cacheWriteUsd)
                + orZero(output) * outputUsd;
        return OptionalDouble.of(usd / MILLION);
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    private static double orZero(@Nullable Double usd) {
        return usd == null ? 0 : usd;
    }
}
