package dev.arceval.examples.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.Replay;
import dev.arceval.eval.Dataset;
import dev.arceval.springai.ReplayedClients;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example runs from the first recording to the replay. */
class RecordSupportTest {

    @Test
    void recordedNow_isReplayedWithoutModelAndTools(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("support.jsonl");
        RecordSupport.main(new String[] {directory.resolve("traces").toString(), file.toString()});
        Dataset dataset = DatasetFiles.read(file);

        assertThat(dataset.cases()).hasSize(4);
        assertThat(Replay.of(dataset)
                        .run(replay -> new SupportAgent(ReplayedClients.builder(replay))::answer)
                        .failures())
                .isEmpty();
    }
}
