package dev.arceval.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page says what the code says. */
class VocabulariesPageTest {

    @Test
    void page_saysWhatTheCodeSays() throws IOException {
        Path page = page();
        if (Boolean.getBoolean("arceval.update")) {
            Files.writeString(page, VocabulariesPage.text());
        }

        assertThat(page)
                .as("the page is stale; write it anew with -Dtest=VocabulariesPageTest -Darceval.update=true")
                .hasContent(VocabulariesPage.text());
    }

    @Test
    void everyVocabulary_namesItsSourceAndFeedsSomething() {
        assertThat(Vocabularies.ALL).hasSizeGreaterThan(15).allSatisfy(vocabulary -> {
            assertThat(vocabulary.source()).as(vocabulary.name()).isNotBlank();
            assertThat(vocabulary.fields()).as(vocabulary.name()).isNotEmpty();
        });
    }

    @Test
    void noAttribute_isClaimedTwice() {
        assertThat(Vocabularies.ALL.stream()
                        .flatMap(vocabulary -> vocabulary.fields().keySet().stream())
                        .toList())
                .doesNotHaveDuplicates();
    }

    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("docs"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/vocabularies.md");
    }
}
