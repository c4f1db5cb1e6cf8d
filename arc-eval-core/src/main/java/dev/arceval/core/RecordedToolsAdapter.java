package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.RecordedTools;
import dev.arceval.core.json.Json;
import dev.arceval.core.json.ValueText;
import dev.arceval.core.replay.Likeness;
import dev.arceval.core.replay.Recording;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A {@link Recording} behind the {@link RecordedTools} door. */
final class RecordedToolsAdapter implements RecordedTools {

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    private final Recording recording;

    RecordedToolsAdapter(List<ToolCall> recorded, Likeness likeness) {
        this.recording = new Recording(recorded, likeness);
    }

    @Override
    public String call(String tool, @Nullable Object arguments) {
        Recording.Answer answer = recording.answer(tool, ValueText.of(arguments));
        if (answer instanceof Recording.Answer.Result result) {
            return result.text();
        }
        if (answer instanceof Recording.Answer.Failure failure) {
            throw new RecordedToolException(failure.error());
        }
        throw new UnrecordedCallException(((Recording.Answer.Unrecorded) answer).message());
    }

    @Override
    public <R> R call(String tool, @Nullable Object arguments, Class<R> resultType) {
        return read(tool, call(tool, arguments), resultType);
    }

    @Override
    public <A, R> Function<A, R> tool(String tool, Class<R> resultType) {
        return arguments -> call(tool, arguments, resultType);
    }

    @Override
    public List<ToolCall> calls() {
        return recording.calls();
    }

    @Override
    public List<String> unrecorded() {
        return recording.unrecorded();
    }

    /** A result that is no JSON is a text, and may still be what the type is made of: an enum constant, a date. */
    private static <R> R read(String tool, String result, Class<R> type) {
        if (type == String.class || type == CharSequence.class) {
            return type.cast(result);
        }
        try {
            return MAPPER.readValue(result, type);
        } catch (JacksonException noJson) {
            try {
                return MAPPER.convertValue(result, type);
            } catch (JacksonException mismatch) {
                throw new ArcEvalException("The recorded result of " + tool + " cannot be read as " + type.getName()
                        + " " + noJson.getPathReference());
            }
        }
    }
}
