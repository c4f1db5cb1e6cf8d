package dev.arceval.store.postgresql;

import static dev.arceval.store.postgresql.TestServer.all;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.store.MemoryTraceStore;
import dev.arceval.spi.TraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes to the store again and again. What it acknowledged stands in a file of its own; the store must
 * then be in the state after the last acknowledged step or, as that one may have been committed but not acknowledged, after the
 * next: nothing lost, nothing half done, nothing else in it. At length: {@code checks/postgresql.sh}.
 */
final class ClientKillTest {

    private static final int CYCLES = Integer.getInteger("arceval.test.kills", 3);

    private static final String SCHEMA = "kills";

    @TempDir
    Path directory;

    @Test
    void kill_losesNothingThatWasAcknowledged() throws Exception {
        long seed = Long.getLong("arceval.test.seed", 20_261_122L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (TraceStore model = new MemoryTraceStore.Provider().open("", TestServer.setup());
                PostgresqlTraceStore store = TestServer.shared().open(SCHEMA)) {
            int steps = 0;
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                int acknowledged = runAndKill(steps, random.nextInt(5, 250));
                for (int end = steps + acknowledged; steps < end; steps++) {
                    StoreChild.apply(model, steps);
                }
                steps += requireAsModel(store, model, steps, "cycle " + cycle);
            }
            assertThat(steps).as("acknowledged steps").isGreaterThanOrEqualTo(CYCLES);
        }
    }

    private int runAndKill(int firstStep, long millis) throws IOException, InterruptedException {
        Path acknowledged = directory.resolve("acknowledged-" + firstStep);
        Process child = StoreChild.start(TestServer.shared().location(SCHEMA), acknowledged, firstStep);
        // On a busy machine nothing may happen for long: only a kill after the first acknowledged step shows anything.
        assertThat(child.inputReader().lines().limit(1)).containsExactly("ACKNOWLEDGED");
        assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("ended by itself")
                .isFalse();
        child.destroyForcibly().waitFor();
        // The server may still be at what the killed process sent last.
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed' AND pid <> pg_backend_pid()";
        while (!TestServer.shared().sql(SCHEMA, others).equals(List.of("0"))) {
            Thread.onSpinWait();
        }
        return (int) Files.size(acknowledged);
    }

    /** Returns how many steps, none or one, the store is ahead of what was acknowledged. */
    private static int requireAsModel(TraceStore store, TraceStore model, int nextStep, String when) {
        boolean ahead = !all(store).equals(all(model));
        if (ahead) {
            StoreChild.apply(model, nextStep);
        }
        assertThat(all(store)).as(when).isEqualTo(all(model));
        assertThat(store.agents()).as(when).isEqualTo(model.agents());
        return ahead ? 1 : 0;
    }
}
