package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Replay;
import dev.arceval.Reports;
import dev.arceval.checks.chat.ChatServer;
import dev.arceval.checks.chat.Reply;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.ReplayRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a live agent says of secrets of its own goes to no judge's endpoint, into no vote's file and no report of what it said. */
class JudgeCanaryTest {

    private static final String OWN_KEY = "sk-judge-" + "r5Vt0Kq8Zx2Lw7Nb4Mc1";

    private static final List<String> SECRETS = List.of(
            "ghp_" + "k3Jx9QzT7bVn2LmWcR8sYdF5hG1pA6uE0oZi",
            "ann.lee-of-the-desk@mail.shop.example",
            "4111 1111 1111 1111",
            "DE89370400440532013000");

    private static final String LEAK = "I use " + String.join(" and ", SECRETS) + " now";

    @TempDir
    private Path directory;

    @Test
    void noPromptVoteOrReport_holdsASecretOfTheAgent() throws IOException {
        List<String> requests = new ArrayList<>();
        List<String> written = new ArrayList<>();
        try (ChatServer server = ChatServer.start((request, results) -> {
            requests.add(request);
            return Reply.answer(quoting(request));
        })) {
            JudgeModel model = OpenAiModel.at(server.url(), "m", OWN_KEY);
            for (ReplayRun run : List.of(
                    replay().scoredBy(RubricJudge.of("polite", "it is polite", model)
                                    .votes(3)
                                    .keptIn(directory.resolve("votes"), "m-1"))
                            .run(tools -> input -> LEAK),
                    replay().scoredBy(PairwiseJudge.of("better", "it is longer", model)
                                    .keptIn(directory.resolve("votes"), "m-1"))
                            .run(tools -> input -> LEAK))) {
                for (Reports.Format format : Reports.Format.values()) {
                    written.add(Reports.render(run, format));
                }
            }
        }
        try (Stream<Path> files = Files.list(directory.resolve("votes"))) {
            for (Path file : files.toList()) {
                written.add(Files.readString(file));
            }
        }
        assertThat(requests)
                .hasSize(5)
                .allSatisfy(request -> assertThat(request).contains("«email:").doesNotContain(SECRETS));
        assertThat(written)
                .hasSize(2 * Reports.Format.values().length + 5)
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRETS).doesNotContain(OWN_KEY));
    }

    @Test
    void noReport_saysWhyTheEndpointRefused() throws IOException {
        try (ChatServer server = ChatServer.start((request, results) -> Reply.error(401))) {
            ReplayRun run = replay().scoredBy(
                            RubricJudge.of("polite", "it is polite", OpenAiModel.at(server.url(), "m", OWN_KEY)))
                    .run(tools -> input -> LEAK);
            assertThat(Reports.render(run, Reports.Format.JSON))
                    .contains("status 401")
                    .doesNotContain(SECRETS)
                    .doesNotContain(OWN_KEY);
        }
    }

    private static Replay replay() {
        return Replay.of(new Dataset("desk", List.of(Cases.order())));
    }

    /** A model that quotes what it was shown, and secrets that it knows from elsewhere. */
    private static String quoting(String request) {
        String prompt =
                JsonMapper.shared().readTree(request).at("/messages/0/content").stringValue();
        String shown = Cases.part(prompt, prompt.contains("<<<ANSWER ") ? "ANSWER" : "SECOND");
        return LEAK + " and " + shown + "\n" + Cases.verdict(prompt, "FAIL");
    }
}
