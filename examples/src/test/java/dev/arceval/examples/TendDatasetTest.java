package dev.arceval.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.DatasetFiles;
import dev.arceval.DatasetFiles.Format;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TendDatasetTest {

    @TempDir
    private Path directory;

    private Dataset dataset;

    @BeforeEach
    void record() {
        Path file = directory.resolve("support.jsonl");
        RecordSupport.main(new String[] {directory.resolve("traces").toString(), file.toString()});
        dataset = DatasetFiles.read(file);
    }

    @Test
    void everyRecordedQuestionIsCovered() {
        assertThat(TendDataset.cover(dataset, directory.resolve("traces"), directory)
                        .passed())
                .isTrue();
        assertThat(directory.resolve("coverage.html")).isNotEmptyFile();
    }

    /** The agent fails on an order that does not exist: of the question only its number is needed. */
    @Test
    void failingCaseKeepsWhatItFailsOn() {
        EvalCase smallest = TendDataset.shrink(dataset);

        assertThat(smallest.input().length()).isLessThan("Where is my order A-999?".length());
        assertThat(smallest.id())
                .isIn(dataset.cases().stream().map(EvalCase::id).toList());
    }

    @ParameterizedTest
    @EnumSource
    void casesGoToEveryOtherToolAndComeBack(Format format) {
        TendDataset.export(dataset, format, directory);

        Dataset back = TendDataset.bringBack(format, directory).dataset();

        assertThat(back.size()).isEqualTo(dataset.size());
        assertThat(back.cases())
                .extracting(EvalCase::input)
                .containsExactlyInAnyOrderElementsOf(
                        dataset.cases().stream().map(EvalCase::input).toList());
        if (format != Format.ADK) {
            assertThat(back.cases()).isEqualTo(dataset.cases());
        }
    }

    @Test
    void programSaysWhatCameOut() {
        TendDataset.main(new String[] {
            directory.resolve("traces").toString(),
            directory.resolve("support.jsonl").toString(),
            directory.toString()
        });

        assertThat(directory.resolve("support.csv")).isNotEmptyFile();
    }
}
