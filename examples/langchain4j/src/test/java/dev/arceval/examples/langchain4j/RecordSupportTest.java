package dev.arceval.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.Replay;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.ReplayRun;
import dev.arceval.langchain4j.ReplayedAiServices;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example runs from the first recording to the replay, and a replay of a changed assistant is red. */
class RecordSupportTest {

    @TempDir
    private Path directory;

    private Dataset recorded() {
        Path file = directory.resolve("support.jsonl");
        RecordSupport.main(new String[] {directory.resolve("traces").toString(), file.toString()});
        return DatasetFiles.read(file);
    }

    private static ReplayRun replay(Dataset dataset, UnaryOperator<AiServices<SupportAssistant>> change) {
        return Replay.of(dataset)
                .run(context -> SupportAssistant.of(
                                change.apply(ReplayedAiServices.builder(SupportAssistant.class, context)),
                                new NoModel())::answer);
    }

    @Test
    void recordedNow_isReplayedWithoutModelAndTools() {
        Dataset dataset = recorded();

        assertThat(dataset.cases()).hasSize(7);
        assertThat(replay(dataset, builder -> builder).failures()).isEmpty();
    }

    @Test
    void anotherPrompt_isNoticed() {
        ReplayRun run =
                replay(recorded(), builder -> builder.systemMessageTransformer(prompt -> prompt + " Be brief."));

        assertThat(run.failures()).hasSize(7);
    }

    /** Shows that a replay asks no model. */
    private static final class NoModel implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("unexpected"))
                    .build();
        }
    }
}
