package dev.arceval.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the writing process again and again. What it acknowledged stands in a file of its own, outside of the store; the
 * store must then be in the state after the last acknowledged step or, as that one may have been committed but not
 * acknowledged, after the next: nothing lost, nothing half done, nothing else in it.
 *
 * <p>This shows what a killed process leaves behind. It cannot show what a power cut does: the operating system goes on.
 */
final class SqliteKillTest {

    private static final int CYCLES = Integer.getInteger("arceval.test.kills", 12);

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
        Process child = StoreChild.start("work", directory.resolve("store"), acknowledged, firstStep);
        // On a busy machine nothing may happen for long: only a kill after the first acknowledged step shows anything.
        assertThat(child.inputReader().lines().limit(2)).containsExactly("READY", "ACKNOWLEDGED");
        assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("ended by itself")
                .isFalse();
        child.destroyForcibly().waitFor();
        return (int) Files.size(acknowledged);
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
