package dev.arceval.langchain4j;

import dev.arceval.RecordedModel;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model that answers from a recording. What it can do is what the real one can, for requests to be built the same. */
final class ReplayedChatModel implements ChatModel {

    private final RecordedModel recording;
    private final @Nullable ChatModel live;

    ReplayedChatModel(RecordedModel recording, @Nullable ChatModel live) {
        this.recording = recording;
        this.live = live;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        List<Message> asked = Messages.of(request.messages());
        ChatModel real = live;
        if (real == null) {
            return Messages.response(recording.call(asked));
        }
        Answered answered = new Answered();
        ModelCall call = recording.call(asked, messages -> {
            answered.response = real.chat(request);
            return Messages.call(messages, answered.response);
        });
        return answered.response == null ? Messages.response(call) : answered.response;
    }

    /** What the real model said, which an agent gets as it is. */
    static final class Answered {

        @Nullable
        ChatResponse response;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return live == null ? ChatModel.super.defaultRequestParameters() : live.defaultRequestParameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return live == null ? ChatModel.super.supportedCapabilities() : live.supportedCapabilities();
    }
}
