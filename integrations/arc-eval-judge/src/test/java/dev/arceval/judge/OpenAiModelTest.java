package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.trace.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class OpenAiModelTest {

    @Test
    void answer_isTheTextOfTheFirstChoice() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer(
                request.contains("\"model\":\"m\"") && request.contains("say \\\"hi\\\"") ? "hi" : "what?"))) {
            assertThat(OpenAiModel.at(server.url(), "m", "key").answer("say \"hi\""))
                    .isEqualTo("hi");
        }
    }

    @Test
    void errors_sayTheStatusAndNothingOfTheContent() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.error(500))) {
            assertThatThrownBy(() -> OpenAiModel.at(server.url(), "m", null).answer("secret"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("status 500")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void answersWithoutText_areErrors() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.calls(new Reply.Call("1", "f", "{}")))) {
            assertThatThrownBy(() -> OpenAiModel.at(server.url(), "m", null).answer("hi"))
                    .hasMessageContaining("without a text");
        }
    }

    @Test
    void usage_isWhatTheServerCounts_andAPriceOfOnesOwnMakesItMoney() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.answer("hi"))) {
            OpenAiModel model = OpenAiModel.at(server.url(), "m", null);
            Usage usage = model.reply("hello").usage();
            assertThat(usage.totalTokens().orElseThrow()).isPositive();
            assertThat(usage.cost()).isEmpty();
            Usage priced = model.price(1e6, 0).reply("hello").usage();
            assertThat(priced.costUsd()).isEqualTo(priced.inputTokens().doubleValue());
        }
    }
}
