package dev.arceval.langchain4j;

import dev.arceval.RecordedTools;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A tool that answers from a recording. */
final class ReplayedTool implements ToolExecutor {

    private final String name;
    private final RecordedTools recording;
    private final ToolExecutor live;

    private ReplayedTool(String name, RecordedTools recording, ToolExecutor live) {
        this.name = name;
        this.recording = recording;
        this.live = live;
    }

    static ToolExecutor of(String name, RecordedTools recording, ToolExecutor live) {
        return live instanceof ReplayedTool ? live : new ReplayedTool(name, recording, live);
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        Answered answered = new Answered();
        String text = call(request, () -> {
            answered.result = live.executeWithContext(request, context);
            return Messages.text(answered.result);
        });
        return answered.result == null
                ? ToolExecutionResult.builder().resultText(text).build()
                : answered.result;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return call(request, () -> live.execute(request, memoryId));
    }

    private static final class Answered {

        @Nullable
        ToolExecutionResult result;
    }

    /** A recorded failure goes the way of a tool's own: wrapped as the framework wraps it, for its error handler. */
    private String call(ToolExecutionRequest request, Callable<String> real) {
        try {
            return String.valueOf(recording.call(name, request.arguments(), String.class, real));
        } catch (RecordedTools.UnrecordedCallException | ToolExecutionException asItIs) {
            throw asItIs;
        } catch (Exception failed) {
            throw new ToolExecutionException(failed);
        }
    }
}
