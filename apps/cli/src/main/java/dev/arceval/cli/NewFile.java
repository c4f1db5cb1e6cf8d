package dev.arceval.cli;

import dev.arceval.Redaction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file beside its place and moves it there when it is whole. */
final class NewFile {

    private NewFile() {}

    interface Content {
        Redaction.Scan writeTo(OutputStream out) throws IOException;
    }

    /** Nothing is left behind when writing fails or there was no text to write. */
    static Redaction.Scan write(Path target, Content content) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, ".arc-eval-", ".tmp");
        try {
            Redaction.Scan scan;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                scan = content.writeTo(out);
            }
            if (scan.text()) {
                Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return scan;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
