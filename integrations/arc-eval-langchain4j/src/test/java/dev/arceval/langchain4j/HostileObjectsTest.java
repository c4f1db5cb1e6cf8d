package dev.arceval.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.rag.AugmentationResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Providers bring their own classes: whatever these do when they are read, the assistant answers as without us. */
@Timeout(60)
class HostileObjectsTest {

    private final Recorded recorded = new Recorded();

    @AfterEach
    void close() {
        recorded.close();
    }

    @Test
    void tokensThatThrow_leaveTheStepWithoutThem() {
        Support assistant = TracedAiServices.builder(Support.class, recorded.tracer())
                .chatModel(new Answering(new Broken()))
                .build();

        assertThat(assistant.answer("Hi")).isEqualTo("Hello.");

        Trace trace = recorded.only();
        Span call = Recorded.spans(trace, Span.Kind.LLM).get(0);
        assertThat(call.attributes().get("arceval.capture.error")).contains("java.lang.UnsupportedOperationException");
        assertThat(call.output().get(0).text()).isEqualTo("Hello.");
        assertThat(trace.output()).hasValue("Hello.");
    }

    @Test
    void foundContentThatIsNull_reachesTheAssistant() {
        Support assistant = TracedAiServices.builder(Support.class, recorded.tracer())
                .chatModel(new Answering(new TokenUsage(1, 1)))
                .retrievalAugmentor(request -> new AugmentationResult(request.chatMessage(), Arrays.asList(null, null)))
                .build();

        assertThat(assistant.answer("Hi")).isEqualTo("Hello.");
        assertThat(Recorded.spans(recorded.only(), Span.Kind.RETRIEVAL))
                .singleElement()
                .satisfies(step -> assertThat(step.failed()).isFalse());
    }

    @Test
    void whatTheFrameworkRefuses_itRefusesAsWithoutUs() {
        ChatModel model = TracedModels.of((ChatModel) new Answering(new TokenUsage(1, 1)), recorded.tracer());

        assertThatThrownBy(() -> model.chat(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(recorded.traces()).isEmpty();
    }

    interface Support {

        String answer(String question);
    }

    private record Answering(TokenUsage usage) implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Hello."))
                    .tokenUsage(usage)
                    .build();
        }
    }

    private static final class Broken extends TokenUsage {

        @Override
        public Integer inputTokenCount() {
            throw new UnsupportedOperationException();
        }
    }
}
