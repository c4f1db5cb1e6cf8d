package dev.arceval.springai;

import dev.arceval.RecordedModel;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;

/** A model that answers from a recording. Its options are those of the real one, for prompts to be built the same. */
final class ReplayedChatModel implements ChatModel {

    private final RecordedModel recording;
    private final @Nullable ChatModel live;

    ReplayedChatModel(RecordedModel recording, @Nullable ChatModel live) {
        this.recording = recording;
        this.live = live;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<Message> asked = Messages.of(prompt.getInstructions());
        ChatModel real = live;
        if (real == null) {
            return Messages.response(recording.call(asked));
        }
        Answered answered = new Answered();
        ModelCall call = recording.call(asked, messages -> {
            answered.response = real.call(prompt);
            return Messages.call(messages, answered.response);
        });
        return answered.response == null ? Messages.response(call) : answered.response;
    }

    /** What the real model said, which an agent gets as it is. */
    private static final class Answered {

        @Nullable
        ChatResponse response;
    }

    /** Streams the answer in words, once there is a reader. */
    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> Flux.fromIterable(Messages.words(call(prompt))));
    }

    @Override
    public ChatOptions getOptions() {
        return live == null ? ToolCallingChatOptions.builder().build() : live.getOptions();
    }
}
