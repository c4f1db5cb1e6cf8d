package dev.arceval.springai;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

/** What Spring AI 2.0 says and 1.1 does not, where it is absent, or says otherwise. */
final class Versions {

    private static final boolean FIRST_LINE = Arrays.stream(ToolCallingObservationContext.class.getMethods())
            .noneMatch(method -> method.getName().equals("getToolCallId"));

    private Versions() {}

    /** Whether the usage of a model call that follows tool calls is the sum of all calls since the question. */
    static boolean addsUp() {
        return FIRST_LINE;
    }

    /** Returns the provider's id of a tool call. */
    static @Nullable String callId(ToolCallingObservationContext tool) {
        try {
            return tool.getToolCallId();
        } catch (NoSuchMethodError older) {
            return null;
        }
    }

    /** Returns the input tokens read from a cache. */
    static @Nullable Long cacheRead(Usage usage) {
        try {
            return usage.getCacheReadInputTokens();
        } catch (NoSuchMethodError older) {
            return null;
        }
    }

    /** Returns the input tokens written to a cache. */
    static @Nullable Long cacheWrite(Usage usage) {
        try {
            return usage.getCacheWriteInputTokens();
        } catch (NoSuchMethodError older) {
            return null;
        }
    }
}
