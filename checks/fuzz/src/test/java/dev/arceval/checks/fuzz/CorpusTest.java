package dev.arceval.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every seed and every input that once broke something, through every target. A finding becomes a file in {@code corpus}, and
 * so a test; what it is of need not be said, since each target must take any bytes.
 */
class CorpusTest {

    @TestFactory
    List<DynamicTest> eachInput_breaksNothing() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path input : Corpus.files()) {
            byte[] bytes = Files.readAllBytes(input);
            tests.add(DynamicTest.dynamicTest(
                    input.getFileName().toString(), () -> Targets.ALL.forEach((name, target) -> target.accept(bytes))));
        }
        return tests;
    }

    @Test
    void corpus_isThere() throws IOException {
        assertThat(Corpus.files()).hasSizeGreaterThan(10);
        assertThat(Targets.ALL.keySet()).contains("otlp-json", "file", "stored-trace", "dataset", "redaction");
    }
}
