package dev.arceval.langchain4j;

import dev.arceval.trace.Usage;
import dev.langchain4j.model.output.TokenUsage;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What a model call consumed. The framework's own class knows input and output; cached and reasoning tokens are in the
 * classes of its provider modules, which are asked by the names of their methods so that none of them is needed here.
 */
final class Tokens {

    private Tokens() {}

    static Usage of(TokenUsage usage) {
        Long input = number(usage.inputTokenCount());
        Long cached =
                first(number(usage, "inputTokensDetails", "cachedTokens"), number(usage, "cachedContentTokenCount"));
        Long written = null;
        Long read = number(usage, "cacheReadInputTokens");
        if (read != null) {
            // Counted beside the input here; in a trace they are part of it.
            cached = read;
            written = number(usage, "cacheCreationInputTokens");
            input = input == null ? null : Long.valueOf(input + read + (written == null ? 0 : written));
        }
        Long reasoning =
                first(number(usage, "outputTokensDetails", "reasoningTokens"), number(usage, "thoughtsTokenCount"));
        return new Usage(input, number(usage.outputTokenCount()), cached, written, reasoning, null);
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : one;
    }

    /** Follows methods without parameters; null where there is no such method or it says nothing. */
    private static @Nullable Long number(Object from, String... path) {
        Object value = from;
        for (String name : path) {
            value = value == null ? null : ask(value, name);
        }
        return number(value);
    }

    private static @Nullable Object ask(Object object, String name) {
        try {
            Method method = object.getClass().getMethod(name);
            return method.invoke(object);
        } catch (ReflectiveOperationException unknown) {
            return null;
        }
    }

    private static @Nullable Long number(@Nullable Object value) {
        return value instanceof Number number && number.longValue() >= 0 ? Long.valueOf(number.longValue()) : null;
    }
}
