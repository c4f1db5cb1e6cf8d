package dev.arceval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.eval.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteFilesTest {

    private static final String PERSONAL = "mail erika.muster@example.org about order 7";

    @TempDir
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();

    /** A new judge with the same files, as in another process. It lets nothing pass and quotes what it judges. */
    private RubricJudge judge(String rubric, String version) {
        return RubricJudge.of("polite", rubric, prompt -> {
                    calls.incrementAndGet();
                    return Cases.part(prompt, "ANSWER") + " is rude.\n" + Cases.verdict(prompt, "FAIL");
                })
                .keptIn(directory.resolve("votes"), version);
    }

    private Score score(String rubric, String version) {
        return judge(rubric, version).score(Cases.order(), Cases.answered(PERSONAL));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("votes"))) {
            return files.toList();
        }
    }

    @Test
    void sameVote_isNotPaidForTwice() {
        Score first = score("it is polite", "m-1");
        assertThat(score("it is polite", "m-1")).isEqualTo(first);
        assertThat(calls).hasValue(1);
    }

    @Test
    void anotherRubricModelOrVote_isAskedAnew() {
        score("it is polite", "m-1");
        score("it is kind", "m-1");
        score("it is polite", "m-2");
        assertThat(calls).hasValue(3);
        judge("it is polite", "m-1").votes(3).score(Cases.order(), Cases.answered(PERSONAL));
        assertThat(calls).hasValue(5);
    }

    @Test
    void files_holdNothingOfWhatWasJudged() throws IOException {
        score("it is polite", "m-1");
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.json");
            assertThat(file).content().contains("FAIL", "«email:").doesNotContain("erika", "Where is order 7");
        });
    }

    @Test
    void brokenFile_isAskedAgainAndReplaced() throws IOException {
        Score first = score("it is polite", "m-1");
        Path file = files().get(0);
        for (String broken : List.of("", "{\"verdict\":7}", "no JSON")) {
            Files.writeString(file, broken);
            assertThat(score("it is polite", "m-1")).isEqualTo(first);
        }
        assertThat(calls).hasValue(4);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void answerWithoutVerdict_isNotKept() {
        RubricJudge judge = RubricJudge.of("polite", "it is polite", prompt -> {
                    calls.incrementAndGet();
                    return "maybe";
                })
                .keptIn(directory.resolve("votes"), "m-1");
        judge.score(Cases.order(), Cases.answered("Hello"));
        judge.score(Cases.order(), Cases.answered("Hello"));
        assertThat(calls).hasValue(2);
        assertThat(directory.resolve("votes")).doesNotExist();
    }

    @Test
    void pairwiseVotes_areKeptToo() {
        for (int i = 0; i < 2; i++) {
            PairwiseJudge.of("better", "it is longer", prompt -> {
                        calls.incrementAndGet();
                        return Cases.verdict(prompt, "EQUAL");
                    })
                    .keptIn(directory.resolve("votes"), "m-1")
                    .score(Cases.order(), Cases.answered("Hello"));
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void modelMustBeNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> judge("it is polite", " "));
    }
}
