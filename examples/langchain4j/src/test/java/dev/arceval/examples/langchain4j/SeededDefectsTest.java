package dev.arceval.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.ReplayRun;
import dev.arceval.langchain4j.ReplayedAiServices;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Defects put into the assistant on purpose are found, each with what is to blame; without one there is no alarm. */
class SeededDefectsTest {

    private static final Replay RECORDED = Replay.of(dataset());

    private static Dataset dataset() {
        URL file = Objects.requireNonNull(SeededDefectsTest.class.getResource("support.jsonl"));
        try {
            return DatasetFiles.read(new File(file.toURI()).toPath());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static AiServices<SupportAssistant> builder(ReplayContext replay) {
        return ReplayedAiServices.builder(SupportAssistant.class, replay);
    }

    private static Set<Blame> blamed(ReplayRun run) {
        assertThat(run.failures()).hasSize(run.results().size());
        return run.failures().stream()
                .flatMap(failure -> failure.firstDivergence().stream())
                .map(Divergence::blame)
                .collect(Collectors.toSet());
    }

    @Test
    void theAssistantAsItWas_raisesNoAlarm() {
        assertThat(RECORDED.run(replay -> SupportAssistant.of(builder(replay), new RuleModel())::answer)
                        .failures())
                .isEmpty();
    }

    @Test
    void anotherPrompt_isThePromptsFault() {
        ReplayRun run = RECORDED.run(replay -> SupportAssistant.of(
                builder(replay).systemMessageTransformer(prompt -> prompt + " Be brief."), new RuleModel())::answer);

        assertThat(blamed(run)).containsExactly(Blame.INPUT);
    }

    @Test
    void anAnswerPutIntoAnotherForm_isTheFaultOfItsMaking() {
        ReplayRun run = RECORDED.run(replay -> {
            Function<String, String> assistant = SupportAssistant.of(builder(replay), new RuleModel())::answer;
            return assistant.andThen(answer -> "{\"answer\":\"" + answer.toUpperCase(Locale.ROOT) + "\"}");
        });

        assertThat(blamed(run)).containsExactly(Blame.ANSWER);
    }

    @Test
    void anotherModelThatSkipsTheTools_isTheModelsFault() {
        ReplayRun run = RECORDED.model(CallPolicy.live())
                .run(replay -> SupportAssistant.of(builder(replay), new Guessing())::answer);

        assertThat(blamed(run)).containsExactly(Blame.MODEL_OUTPUT);
    }

    /** A model that does not look anything up. */
    private static final class Guessing implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("It will arrive tomorrow."))
                    .build();
        }
    }
}
