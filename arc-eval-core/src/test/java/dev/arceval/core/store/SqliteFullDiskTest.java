package dev.arceval.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says and keeps when a process of its own has filled the disk. */
final class SqliteFullDiskTest {

    @TempDir
    Path directory;

    @Test
    void aFileThatMayNotGrow_isSaid_andWhatWasAcknowledgedIsThere() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to set the limit with");
        Path store = directory.resolve("store");
        int acknowledged = fill(List.of("/bin/sh", "-c", "ulimit -f 6000; exec \"$@\"", "sh"), store);
        try (SqliteTraceStore reopened = SqliteTraceStore.open(store, TestObjects.setup())) {
            assertThat(TestObjects.all(reopened)).isEqualTo(steps(acknowledged));
            reopened.append(StoreChild.batch(acknowledged));
            assertThat(TestObjects.all(reopened)).isEqualTo(steps(acknowledged + 1));
        }
    }

    /** On a small disk that {@code checks/store.sh} mounts. */
    @Test
    void aDiskThatIsFull_isSaid_whatWasAcknowledgedIsThere_andWithRoomItGoesOn() throws Exception {
        String disk = System.getProperty("arceval.test.disk", "");
        assumeTrue(!disk.isEmpty(), "no disk to fill");
        Path store = Path.of(disk, "store");
        Path other = Files.write(Path.of(disk, "other"), new byte[2 << 20]);
        int acknowledged = fill(List.of(), store);
        try (SqliteTraceStore full = SqliteTraceStore.open(store, TestObjects.setup())) {
            assertThat(TestObjects.all(full)).isEqualTo(steps(acknowledged));
            Files.delete(other);
            full.append(StoreChild.batch(acknowledged));
            assertThat(TestObjects.all(full)).isEqualTo(steps(acknowledged + 1));
        }
    }

    /** Returns how many steps were acknowledged. */
    private static int fill(List<String> surroundings, Path store) throws Exception {
        Process child = StoreChild.start(surroundings, "fill", store);
        List<String> said = child.inputReader().lines().toList();
        assertThat(child.waitFor()).as("exit code").isZero();
        assertThat(said.get(0)).matches("(FULL|IO) [1-9]\\d* \\d+");
        return Integer.parseInt(said.get(0).split(" ")[1]);
    }

    private static List<Trace> steps(int steps) {
        List<Trace> traces = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            traces.addAll(StoreChild.batch(step));
        }
        return traces;
    }
}
