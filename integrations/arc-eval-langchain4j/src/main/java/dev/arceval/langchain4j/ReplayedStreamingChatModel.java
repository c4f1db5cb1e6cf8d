package dev.arceval.langchain4j;

import dev.arceval.RecordedModel;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A model that streams answers from a recording, on the caller's thread. */
final class ReplayedStreamingChatModel implements StreamingChatModel {

    private final RecordedModel recording;
    private final @Nullable StreamingChatModel live;

    ReplayedStreamingChatModel(RecordedModel recording, @Nullable StreamingChatModel live) {
        this.recording = recording;
        this.live = live;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response;
        try {
            response = answer(request);
        } catch (RuntimeException failed) {
            handler.onError(failed);
            return;
        }
        stream(response, handler);
    }

    private ChatResponse answer(ChatRequest request) {
        List<Message> asked = Messages.of(request.messages());
        StreamingChatModel real = live;
        if (real == null) {
            return Messages.response(recording.call(asked));
        }
        ReplayedChatModel.Answered answered = new ReplayedChatModel.Answered();
        ModelCall call = recording.call(asked, messages -> {
            answered.response = whole(real, request);
            return Messages.call(messages, answered.response);
        });
        return answered.response == null ? Messages.response(call) : answered.response;
    }

    private static ChatResponse whole(StreamingChatModel real, ChatRequest request) {
        CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
        real.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                complete.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                complete.completeExceptionally(error);
            }
        });
        try {
            return complete.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException error) {
                throw error;
            }
            throw failed;
        }
    }

    private static void stream(ChatResponse response, StreamingChatResponseHandler handler) {
        String text = response.aiMessage().text();
        if (text != null) {
            for (String word : text.split("(?<=\\s)")) {
                handler.onPartialResponse(word);
            }
        }
        int index = 0;
        for (ToolExecutionRequest call : response.aiMessage().toolExecutionRequests()) {
            handler.onCompleteToolCall(new CompleteToolCall(index++, call));
        }
        handler.onCompleteResponse(response);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return live == null ? StreamingChatModel.super.defaultRequestParameters() : live.defaultRequestParameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return live == null ? StreamingChatModel.super.supportedCapabilities() : live.supportedCapabilities();
    }
}
