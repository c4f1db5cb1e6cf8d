package dev.arceval.examples.langchain4j;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.ReplayRun;
import dev.arceval.examples.langchain4j.DefectiveHelpDesk.Defect;
import dev.arceval.langchain4j.ReplayedAiServices;
import dev.arceval.testkit.NoNetwork;
import dev.arceval.testkit.RecycledTraces;
import dev.langchain4j.model.chat.ChatModel;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the help desk did in production, as tests of the desk as it is now; and that they notice what breaks. */
@NoNetwork
class RecycledHelpDeskTest {

    private static final ChatModel NO_MODEL = new ChatModel() {};

    @RecycledTraces("help-desk.jsonl")
    void doesAsInProduction(EvalCase recorded, ReplayContext context) {
        HelpDesk desk = new HelpDesk(clerk(context), context.tools(HelpDesk.Systems.class));
        assertThatReplay(recorded, desk::answer).meetsExpectations();
    }

    private static HelpDesk.Clerk clerk(ReplayContext context) {
        return HelpDesk.Clerk.of(ReplayedAiServices.builder(HelpDesk.Clerk.class, context), NO_MODEL);
    }

    private static ReplayRun replayed(Dataset dataset, Defect defect) {
        return Replay.of(dataset)
                .run(context ->
                        new DefectiveHelpDesk(clerk(context), context.tools(HelpDesk.Systems.class), defect)::answer);
    }

    private static Dataset dataset() throws URISyntaxException {
        return DatasetFiles.read(
                Path.of(Objects.requireNonNull(RecycledHelpDeskTest.class.getResource("help-desk.jsonl"))
                        .toURI()));
    }

    @ParameterizedTest
    @CsvSource({
        "PROMPT, INPUT, 6",
        "ARGUMENT, TOOL_ARGUMENTS, 3",
        "ORDER, CODE_ORDER, 6",
        "NO_RETRY, CODE_ORDER, 2",
        "FORMAT, ANSWER, 6"
    })
    void seededDefects_areCaughtWithTheRightBlame(Defect defect, Blame blame, int cases) throws URISyntaxException {
        ReplayRun run = replayed(dataset(), defect);

        assertThat(run.failures())
                .hasSize(cases)
                .allSatisfy(result -> assertThat(
                                result.firstDivergence().orElseThrow().blame())
                        .isEqualTo(blame));
    }

    /** A thousand with {@code -Darceval.replays=1000}. */
    @Test
    void unchangedDesk_raisesNoFalseAlarm() throws URISyntaxException {
        Dataset dataset = dataset();
        int wanted = Integer.getInteger("arceval.replays", 100);
        int runs = 0;
        while (runs < wanted) {
            assertThat(replayed(dataset, Defect.NONE).failures()).isEmpty();
            runs += dataset.size();
        }
    }

    @Test
    void recordedNow_isReplayedWithoutModelAndTools(@TempDir Path directory) {
        Path file = directory.resolve("help-desk.jsonl");
        RecordHelpDesk.main(new String[] {directory.resolve("traces").toString(), file.toString()});
        Dataset dataset = DatasetFiles.read(file);

        assertThat(dataset.cases()).hasSize(6);
        assertThat(replayed(dataset, Defect.NONE).failures()).isEmpty();
    }
}
