package dev.arceval.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionKeyTest {

    @TempDir
    Path directory;

    @Test
    void key_isMadeOnceAndReadBack() throws IOException {
        RedactionKey made = RedactionKey.in(directory.resolve("store"));
        assertThat(RedactionKey.in(directory.resolve("store")).bytes())
                .isEqualTo(made.bytes())
                .hasSize(32);
        assertThat(Files.list(directory.resolve("store"))).hasSize(1);
    }

    @Test
    void keyFile_isForItsOwnerOnly() throws IOException {
        assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"), "no POSIX permissions here");
        RedactionKey.in(directory);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve(RedactionKey.FILE_NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_differBetweenStores() {
        assertThat(RedactionKey.in(directory.resolve("a")).bytes())
                .isNotEqualTo(RedactionKey.in(directory.resolve("b")).bytes());
    }

    @Test
    void damagedKey_isRefusedAndNotReplaced() throws IOException {
        Files.write(directory.resolve(RedactionKey.FILE_NAME), new byte[7]);
        assertThatThrownBy(() -> RedactionKey.in(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have 32 bytes: 7");
    }

    @Test
    void key_doesNotShowItself() {
        assertThat(Keys.ONE).hasToString("RedactionKey");
    }
}
