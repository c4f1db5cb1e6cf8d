package dev.arceval.core;

import dev.arceval.RecordedModel;
import dev.arceval.RecordedTools.UnrecordedCallException;
import dev.arceval.core.json.ErrorText;
import dev.arceval.core.json.ValueText;
import dev.arceval.core.replay.Recording;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Recording} behind the {@link RecordedModel} door. */
record RecordedModelAdapter(Recording recording) implements RecordedModel {

    @Override
    public ModelCall call(List<Message> messages) {
        return recorded(recording.answer(messages, false));
    }

    @Override
    public ModelCall call(List<Message> messages, Function<? super List<Message>, ModelCall> live) {
        Recording.Answer answer = recording.answer(messages, true);
        if (!(answer instanceof Recording.Answer.Live)) {
            return recorded(answer);
        }
        try {
            ModelCall call = live.apply(messages);
            recording.wentLive(call);
            return call;
        } catch (RuntimeException error) {
            recording.wentLive(ModelCall.failed(messages, ErrorText.of(error)));
            throw error;
        }
    }

    @Override
    public String ask(@Nullable Object prompt) {
        return call(messages(prompt)).text();
    }

    @Override
    @SuppressWarnings("unchecked") // What the live model returns is an R; what was recorded is read as one.
    public <A, R> Function<A, R> llm(Function<? super A, ? extends R> live, Class<R> resultType) {
        return prompt -> {
            Object[] said = new Object[1];
            ModelCall call = call(messages(prompt), messages -> {
                said[0] = live.apply(prompt);
                return ModelCall.of(messages, Message.assistant(String.valueOf(ValueText.of(said[0]))));
            });
            return said[0] == null ? RecordedResult.as(resultType, call.text(), "the model") : (R) said[0];
        };
    }

    private static List<Message> messages(@Nullable Object prompt) {
        return List.of(Message.user(ValueText.of(prompt)));
    }

    private static ModelCall recorded(Recording.Answer answer) {
        if (answer instanceof Recording.Answer.Unrecorded unrecorded) {
            throw new UnrecordedCallException(unrecorded.message());
        }
        ModelCall call = (ModelCall) ((Recording.Answer.Recorded) answer).call();
        if (call.error() != null) {
            throw RecordedFailure.unchecked(call.error(), RecordedModelException::new);
        }
        return call;
    }

    @Override
    public List<ModelCall> calls() {
        return recording.steps().stream()
                .filter(ModelCall.class::isInstance)
                .map(ModelCall.class::cast)
                .toList();
    }
}
