package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call of a model as a step. */
final class ModelStep implements AutoCloseable {

    private final ActiveSpan span;
    private boolean following;

    private ModelStep(ActiveSpan span) {
        this.span = span;
    }

    /** Returns what a method of a model was asked; null if it is none that asks, or asks what the framework refuses. */
    static @Nullable ChatRequest request(@Nullable Object[] arguments) {
        try {
            return arguments.length == 0 ? null : request(arguments[0]);
        } catch (RuntimeException refused) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable ChatRequest request(@Nullable Object asked) {
        if (asked instanceof ChatRequest request) {
            return request;
        }
        if (asked instanceof String text) {
            return ChatRequest.builder().messages(UserMessage.from(text)).build();
        }
        if (asked instanceof ChatMessage[] messages) {
            return ChatRequest.builder().messages(Arrays.asList(messages)).build();
        }
        return asked instanceof List<?> messages
                ? ChatRequest.builder().messages((List<ChatMessage>) messages).build()
                : null;
    }

    static ModelStep open(
            Tracer tracer,
            ChatRequest request,
            @Nullable ModelProvider provider,
            @Nullable ChatRequestParameters defaults) {
        String model = request.modelName();
        if (model == null && defaults != null) {
            model = defaults.modelName();
        }
        ActiveSpan span = tracer.span(Span.Kind.LLM, model == null ? "chat" : "chat " + model);
        if (model != null) {
            span.model(model);
        }
        ModelStep step = new ModelStep(span);
        Capture.quietly(span, () -> {
            span.inputMessages(Messages.of(request.messages()));
            if (provider != null && provider != ModelProvider.OTHER) {
                span.attribute("gen_ai.provider.name", provider.name().toLowerCase(Locale.ROOT));
            }
            step.parameters(defaults == null ? request.parameters() : defaults.overrideWith(request.parameters()));
        });
        return step;
    }

    private void parameters(ChatRequestParameters parameters) {
        attribute("gen_ai.request.temperature", parameters.temperature());
        attribute("gen_ai.request.top_p", parameters.topP());
        attribute("gen_ai.request.max_tokens", parameters.maxOutputTokens());
    }

    void attribute(String name, @Nullable Object value) {
        if (value != null) {
            span.attribute(name, value);
        }
    }

    /** Takes what a method of a model returned: a response, or its text. */
    void answered(@Nullable Object result) {
        Capture.quietly(span, () -> {
            if (result instanceof ChatResponse response) {
                answered(response);
            } else if (result instanceof String text) {
                span.outputMessages(List.of(Message.assistant(text)));
            }
        });
    }

    private void answered(ChatResponse response) {
        span.outputMessages(List.of(Messages.of(response.aiMessage())));
        if (response.modelName() != null) {
            span.model(response.modelName());
        }
        if (response.finishReason() != null) {
            span.finishReason(Messages.finishReason(response.finishReason()));
        }
        if (response.tokenUsage() != null) {
            span.usage(Tokens.of(response.tokenUsage()));
        }
        attribute("gen_ai.response.id", response.id());
    }

    void failed(Throwable error) {
        span.failed(error);
    }

    /** Leaves the step open until {@link #end()}. */
    void detach() {
        following = true;
        span.detach();
    }

    /** Ends the step with {@code stage}. */
    void follow(CompletionStage<?> stage) {
        detach();
        CompletionStage<?> watched = stage.whenComplete((result, error) -> {
            if (error == null) {
                answered(result);
            } else {
                failed(error);
            }
            end();
        });
        assert watched != null;
    }

    void end() {
        span.close();
    }

    /** Ends the step, unless it was left open. */
    @Override
    public void close() {
        if (!following) {
            end();
        }
    }
}
