package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON conformance suite against the reader of one record. */
class JsonConformanceTest {

    private static final JsonRecordReader ANY_JSON = new JsonRecordReader(ReadLimits.standard(), (values, result) -> {
        if (values.json().currentToken() == null) {
            throw new MalformedRecordException("no value");
        }
        JsonRecordReader.skip(values.json());
    });

    static Stream<Path> mustAccept() {
        return SharedData.files("jsontestsuite/test_parsing", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("y_"));
    }

    static Stream<Path> mustRefuse() {
        return SharedData.files("jsontestsuite/test_parsing", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith("n_"));
    }

    static Stream<Path> free() {
        return SharedData.files("jsontestsuite", ".json").stream()
                .filter(file -> !file.getFileName().toString().matches("[ny]_.*"));
    }

    @ParameterizedTest
    @MethodSource("mustAccept")
    void validJson_isAccepted(Path file) throws IOException {
        assertThat(defect(file)).isNull();
    }

    @ParameterizedTest
    @MethodSource("mustRefuse")
    void invalidJson_isRefused(Path file) throws IOException {
        assertThat(defect(file)).isNotNull();
        assertThat(Reading.of(file).spans).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("free")
    void doubtfulJson_isAnswered(Path file) {
        assertThat(Reading.of(file).spans).isEmpty();
    }

    private static @Nullable String defect(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return ANY_JSON.records().parse(bytes, 0, bytes.length);
    }
}
