package dev.arceval.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the writing process again and again. What it acknowledged stands in a file of its own, outside of the store; the
 * store must then be in the state after the last acknowledged step or, as that one may have been committed but not
 * acknowledged, after the next: nothing lost, nothing half done, nothing else in it.
 *
 * <p>This shows what a killed process leaves behind. It cannot show what a power cut does, as the operating system goes on,
 * but where {@code checks/store.sh} lends it a library that forgets what was not forced.
 */
final class SqliteKillTest {

    private static final int CYCLES = Integer.getInteger("arceval.test.kills", 5);

    /**
     * A library that is loaded before the system's and keeps, of each file, what was forced to disk; with it a kill is a power
     * cut. See checks/store.sh.
     */
    private static final String POWER_CUT = System.getProperty("arceval.test.powercut", "");

    @TempDir
    Path directory;

    @Test
    void kill_losesNothingThatWasAcknowledged() throws Exception {
        long seed = Long.getLong("arceval.test.seed", 20_261_122L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        StoreModel model = new StoreModel();
        int steps = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            int acknowledged = runAndKill(steps, random.nextInt(5, 250));
            for (int end = steps + acknowledged; steps < end; steps++) {
                StoreChild.apply(model, steps);
            }
            steps += requireAsModel(model, steps, "cycle " + cycle);
        }
        assertThat(steps).as("acknowledged steps").isGreaterThanOrEqualTo(CYCLES);
    }

    private int runAndKill(int firstStep, long millis) throws IOException, InterruptedException {
        Path acknowledged = directory.resolve("acknowledged-" + firstStep);
        Files.deleteIfExists(acknowledged);
        Path store = directory.resolve("store");
        Process child = StoreChild.start(powerCut(store), "work", store, acknowledged, firstStep);
        // On a busy machine nothing may happen for long: only a kill after the first acknowledged step shows anything.
        assertThat(child.inputReader().lines().limit(2)).containsExactly("READY", "ACKNOWLEDGED");
        assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("ended by itself")
                .isFalse();
        child.destroyForcibly().waitFor();
        if (!POWER_CUT.isEmpty()) {
            cutPower(store);
        }
        return (int) Files.size(acknowledged);
    }

    private List<String> powerCut(Path store) throws IOException {
        if (POWER_CUT.isEmpty()) {
            return List.of();
        }
        Files.createDirectories(store);
        Path forced = Files.createDirectories(directory.resolve("forced"));
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.copy(file, forced.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return List.of(
                "env",
                "LD_PRELOAD=" + POWER_CUT,
                "POWERCUT_FILES=" + store.toRealPath(),
                "POWERCUT_FORCED=" + forced.toRealPath());
    }

    /** Puts in place of the files what was forced of them. */
    private void cutPower(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(directory.resolve("forced"))) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".part")) {
                    Files.copy(file, store.resolve(file.getFileName()));
                }
                Files.delete(file);
            }
        }
    }

    @Test
    void aFileThatMayNotGrow_isSaid_andWhatWasAcknowledgedIsThere() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to set the limit with");
        Path store = directory.resolve("store");
        int acknowledged = fill(List.of("/bin/sh", "-c", "ulimit -f 6000; exec \"$@\"", "sh"), store);
        try (SqliteTraceStore reopened = SqliteTraceStore.open(store, TestObjects.setup())) {
            requireSteps(reopened, acknowledged);
            reopened.append(StoreChild.batch(acknowledged));
            assertThat(TestObjects.all(reopened))
                    .isNotEqualTo(steps(acknowledged).find(TraceQuery.all()));
        }
    }

    /** On a small disk that {@code checks/store.sh} mounts. */
    @Test
    void aDiskThatIsFull_isSaid_andWhatWasAcknowledgedIsThere() throws Exception {
        String disk = System.getProperty("arceval.test.disk", "");
        assumeTrue(!disk.isEmpty(), "no disk to fill");
        Path store = Path.of(disk, "store");
        int acknowledged = fill(List.of(), store);
        try (SqliteTraceStore full = SqliteTraceStore.open(store, TestObjects.setup())) {
            requireSteps(full, acknowledged);
        }
    }

    private static int fill(List<String> surroundings, Path store) throws Exception {
        Process child = StoreChild.start(surroundings, "fill", store);
        List<String> said = child.inputReader().lines().toList();
        assertThat(child.waitFor()).as("exit code").isZero();
        assertThat(said.get(0)).matches("(FULL|IO) [1-9]\\d* \\d+");
        return Integer.parseInt(said.get(0).split(" ")[1]);
    }

    private static void requireSteps(SqliteTraceStore store, int steps) {
        assertThat(TestObjects.all(store)).isEqualTo(steps(steps).find(TraceQuery.all()));
    }

    private static StoreModel steps(int steps) {
        StoreModel model = new StoreModel();
        for (int step = 0; step < steps; step++) {
            model.append(StoreChild.batch(step));
        }
        return model;
    }

    /** Returns how many steps, none or one, the store is ahead of what was acknowledged. */
    private int requireAsModel(StoreModel model, int nextStep, String when) {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory.resolve("store"), TestObjects.setup())) {
            boolean ahead = !TestObjects.all(store).equals(model.find(TraceQuery.all()));
            if (ahead) {
                StoreChild.apply(model, nextStep);
            }
            assertThat(TestObjects.all(store)).as(when).isEqualTo(model.find(TraceQuery.all()));
            assertThat(store.agents()).as(when).isEqualTo(model.agents());
            return ahead ? 1 : 0;
        }
    }
}
