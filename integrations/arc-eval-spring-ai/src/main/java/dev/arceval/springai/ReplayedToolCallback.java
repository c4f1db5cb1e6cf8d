package dev.arceval.springai;

import dev.arceval.RecordedTools;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

/** A tool that answers from a recording. */
final class ReplayedToolCallback implements ToolCallback {

    private final RecordedTools recording;
    private final ToolCallback live;

    ReplayedToolCallback(RecordedTools recording, ToolCallback live) {
        this.recording = recording;
        this.live = live;
    }

    @Override
    public ToolDefinition getToolDefinition() {
        return live.getToolDefinition();
    }

    @Override
    public ToolMetadata getToolMetadata() {
        return live.getToolMetadata();
    }

    @Override
    public String call(String arguments) {
        return call(arguments, () -> live.call(arguments));
    }

    @Override
    public String call(String arguments, @Nullable ToolContext context) {
        return call(arguments, () -> live.call(arguments, context));
    }

    /** A recorded failure is wrapped as the framework wraps a tool's own, for its exception processor. */
    private String call(String arguments, Callable<String> real) {
        try {
            return String.valueOf(recording.call(getToolDefinition().name(), arguments, String.class, real));
        } catch (RecordedTools.UnrecordedCallException | ToolExecutionException asItIs) {
            throw asItIs;
        } catch (Exception failed) {
            throw new ToolExecutionException(getToolDefinition(), failed);
        }
    }
}
