package dev.arceval.checks.clients;

import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.FunctionDeclaration;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A tool of an agent of the kit whose calls go somewhere else: to a tracer, or to a recording. */
final class CalledTool extends BaseTool {

    private final BaseTool tool;
    private final Calls calls;

    CalledTool(BaseTool tool, Calls calls) {
        super(tool.name(), tool.description(), tool.longRunning());
        this.tool = tool;
        this.calls = calls;
    }

    /** Answers a call. */
    interface Calls {

        Map<String, Object> call(
                String tool, Map<String, Object> arguments, Function<Map<String, Object>, Map<String, Object>> live);
    }

    @Override
    public Optional<FunctionDeclaration> declaration() {
        return tool.declaration();
    }

    @Override
    public Single<Map<String, Object>> runAsync(Map<String, Object> arguments, ToolContext context) {
        return Single.fromCallable(() -> calls.call(
                name(), arguments, live -> tool.runAsync(live, context).blockingGet()));
    }
}
