package dev.arceval.springai;

import dev.arceval.trace.Usage;
import org.jspecify.annotations.Nullable;

/** What a model call consumed. Spring AI says zero where it knows nothing, which a trace does not. */
final class Tokens {

    private Tokens() {}

    static Usage of(org.springframework.ai.chat.metadata.@Nullable Usage usage) {
        if (usage == null || (number(usage.getPromptTokens()) == null && number(usage.getCompletionTokens()) == null)) {
            return Usage.none();
        }
        return new Usage(
                number(usage.getPromptTokens()),
                number(usage.getCompletionTokens()),
                Versions.cacheRead(usage),
                Versions.cacheWrite(usage),
                null,
                null);
    }

    private static @Nullable Long number(@Nullable Integer tokens) {
        return tokens == null || tokens <= 0 ? null : Long.valueOf(tokens);
    }
}
