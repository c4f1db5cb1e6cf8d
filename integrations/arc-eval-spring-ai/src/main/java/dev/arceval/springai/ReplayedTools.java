package dev.arceval.springai;

import dev.arceval.RecordedTools;
import java.util.List;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * Tools that answer from a recording. What a tool threw when it was recorded is thrown again and goes the way of the
 * framework's error handling.
 *
 * @since 0.1
 */
public final class ReplayedTools {

    private ReplayedTools() {}

    /** Returns a tool that answers from {@code recording}, or calls {@code live} where the replay's policy says so. */
    public static ToolCallback of(RecordedTools recording, ToolCallback live) {
        return live instanceof ReplayedToolCallback ? live : new ReplayedToolCallback(recording, live);
    }

    /** Returns {@code manager} with all tools that it is to call answering from {@code recording}. */
    public static ToolCallingManager manager(RecordedTools recording, ToolCallingManager manager) {
        return new Manager(recording, manager);
    }

    private record Manager(RecordedTools recording, ToolCallingManager manager) implements ToolCallingManager {

        @Override
        public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
            return manager.resolveToolDefinitions(options);
        }

        @Override
        public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
            if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)
                    || options.getToolCallbacks() == null) {
                return manager.executeToolCalls(prompt, response);
            }
            List<ToolCallback> replayed = options.getToolCallbacks().stream()
                    .map(tool -> of(recording, tool))
                    .toList();
            ToolCallingChatOptions changed =
                    options.mutate().toolCallbacks(replayed).build();
            return manager.executeToolCalls(new Prompt(prompt.getInstructions(), changed), response);
        }
    }
}
