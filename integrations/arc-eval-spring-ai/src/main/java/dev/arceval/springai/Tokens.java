package dev.arceval.springai;

import dev.arceval.trace.Usage;
import io.micrometer.observation.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

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

    /** Returns what the call consumed by itself. */
    static Usage of(ChatModelObservationContext call, org.springframework.ai.chat.metadata.@Nullable Usage usage) {
        Usage said = of(usage);
        if (usage == null || !Versions.addsUp()) {
            return said;
        }
        Usage before = replaceSum(call, said);
        boolean isSum = followsTools(call) && usage.getNativeUsage() == null;
        return isSum ? difference(said, before) : said;
    }

    /** Keeps the sum for the next call, which stands beside this one or, in a stream, below it; returns the one before. */
    private static @Nullable Usage replaceSum(ChatModelObservationContext call, Usage sum) {
        call.put(Tokens.class, sum);
        if (!(call.getParentObservation() instanceof Observation around)) {
            return null;
        }
        Usage before = around.getContext().get(Tokens.class);
        around.getContext().put(Tokens.class, sum);
        return before;
    }

    private static boolean followsTools(ChatModelObservationContext call) {
        List<Message> asked = call.getRequest().getInstructions();
        return !asked.isEmpty() && asked.get(asked.size() - 1) instanceof ToolResponseMessage;
    }

    private static Usage difference(Usage sum, @Nullable Usage before) {
        if (before == null) {
            return Usage.none();
        }
        Long input = difference(sum.inputTokens(), before.inputTokens());
        Long output = difference(sum.outputTokens(), before.outputTokens());
        return input == null || output == null ? Usage.none() : new Usage(input, output, null, null, null, null);
    }

    private static @Nullable Long difference(@Nullable Long sum, @Nullable Long before) {
        return sum == null || before == null || sum < before ? null : Long.valueOf(sum - before);
    }

    private static @Nullable Long number(@Nullable Integer tokens) {
        return tokens == null || tokens <= 0 ? null : Long.valueOf(tokens);
    }
}
