package dev.arceval.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page says what the code says. */
class DoctorPageTest {

    @Test
    void page_saysWhatTheCodeSays() throws IOException {
        Path page = page();
        if (Boolean.getBoolean("arceval.update")) {
            Files.writeString(page, DoctorPage.text());
        }
        assertThat(page)
                .as("the page is stale; write it anew with -Dtest=DoctorPageTest -Darceval.update=true")
                .hasContent(DoctorPage.text());
    }

    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("docs"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/doctor.md");
    }
}
