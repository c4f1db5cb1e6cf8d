package dev.arceval.springai;

import dev.arceval.ActiveSpan;
import dev.arceval.Tracer;
import dev.arceval.trace.Span;
import io.micrometer.observation.Observation.Context;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

/**
 * What an observation is as a step. A provider's objects are asked behind a guard: if one of them throws, the step has less
 * to show and the application goes on.
 */
final class Steps {

    /** Returns the kind of step; null if the observation is none. */
    Span.@Nullable Kind kind(Context context) {
        if (context instanceof ChatClientObservationContext) {
            return Span.Kind.AGENT;
        }
        if (context instanceof ChatModelObservationContext) {
            return Span.Kind.LLM;
        }
        if (context instanceof ToolCallingObservationContext) {
            return Span.Kind.TOOL;
        }
        return context instanceof EmbeddingModelObservationContext ? Span.Kind.EMBEDDING : null;
    }

    /** Opens the step with what is known at its start. */
    @Nullable
    ActiveSpan open(Tracer tracer, Context context) {
        Span.Kind kind = kind(context);
        if (kind == null) {
            return null;
        }
        ActiveSpan span = tracer.span(kind, name(kind, context));
        guarded(span, () -> {
            if (context instanceof ChatClientObservationContext client) {
                asked(span, client);
            } else if (context instanceof ChatModelObservationContext model) {
                asked(span, model);
            } else if (context instanceof ToolCallingObservationContext tool) {
                called(span, tool);
            } else if (context instanceof EmbeddingModelObservationContext embedding) {
                span.input(embedding.getRequest().getInstructions());
            }
        });
        return span;
    }

    private static String name(Span.Kind kind, Context context) {
        if (context instanceof ToolCallingObservationContext tool) {
            return tool.getToolDefinition().name();
        }
        if (context instanceof ChatModelObservationContext model) {
            String requested = model(model.getRequest().getOptions());
            return requested == null ? "chat" : "chat " + requested;
        }
        return kind == Span.Kind.AGENT ? "ChatClient" : "embeddings";
    }

    private static void asked(ActiveSpan span, ChatClientObservationContext client) {
        Prompt prompt = client.getRequest().prompt();
        UserMessage user = prompt.getUserMessage();
        span.input(user == null ? prompt.getContents() : user.getText());
        Object conversation = client.getRequest().context().get(ChatMemory.CONVERSATION_ID);
        if (conversation != null) {
            span.conversation(conversation.toString());
        }
    }

    private static void asked(ActiveSpan span, ChatModelObservationContext model) {
        span.inputMessages(Messages.of(model.getRequest().getInstructions()));
        span.attribute("gen_ai.provider.name", model.getOperationMetadata().provider());
        ChatOptions options = model.getRequest().getOptions();
        if (options != null) {
            String requested = options.getModel();
            if (requested != null) {
                span.model(requested);
            }
            attribute(span, "gen_ai.request.temperature", options.getTemperature());
            attribute(span, "gen_ai.request.top_p", options.getTopP());
            attribute(span, "gen_ai.request.max_tokens", options.getMaxTokens());
        }
    }

    private static @Nullable String model(@Nullable ChatOptions options) {
        return options == null ? null : options.getModel();
    }

    private static void called(ActiveSpan span, ToolCallingObservationContext tool) {
        span.input(tool.getToolCallArguments());
        attribute(span, "gen_ai.tool.call.id", Versions.callId(tool));
    }

    /** Ends the step with what is known at its end. */
    void close(ActiveSpan span, Context context) {
        guarded(span, () -> {
            if (context instanceof ChatClientObservationContext client) {
                answered(span, client);
            } else if (context instanceof ChatModelObservationContext model) {
                answered(span, model, model.getResponse());
            } else if (context instanceof ToolCallingObservationContext tool && tool.getToolCallResult() != null) {
                span.output(tool.getToolCallResult());
            }
        });
        span.close();
    }

    private static void answered(ActiveSpan span, ChatClientObservationContext client) {
        ChatClientResponse response = client.getResponse();
        if (response != null) {
            ChatResponse chat = response.chatResponse();
            if (chat != null && chat.getResult() != null) {
                span.output(chat.getResult().getOutput().getText());
            }
        } else if (client.isStream() && client.getError() == null) {
            span.failed(new CancellationException("cancelled by the reader"));
        }
    }

    private static void answered(ActiveSpan span, ChatModelObservationContext model, @Nullable ChatResponse response) {
        if (response == null) {
            return;
        }
        span.outputMessages(response.getResults().stream()
                .map(each -> Messages.of(each.getOutput()))
                .toList());
        response.getResults().stream()
                .map(each -> each.getMetadata().getFinishReason())
                .filter(reason -> reason != null && !reason.isEmpty())
                .forEach(reason -> span.finishReason(Messages.finishReason(reason)));
        String answering = response.getMetadata().getModel();
        if (answering != null && !answering.isEmpty()) {
            span.model(answering);
        }
        span.usage(Tokens.of(model, response.getMetadata().getUsage()));
        String id = response.getMetadata().getId();
        attribute(span, "gen_ai.response.id", id == null || id.isEmpty() ? null : id);
    }

    private static void attribute(ActiveSpan span, String name, @Nullable Object value) {
        if (value != null) {
            span.attribute(name, value);
        }
    }

    private static void guarded(ActiveSpan span, Runnable description) {
        try {
            description.run();
        } catch (RuntimeException | LinkageError broken) {
            span.attribute("arceval.capture.error", broken.getClass().getName());
        }
    }
}
