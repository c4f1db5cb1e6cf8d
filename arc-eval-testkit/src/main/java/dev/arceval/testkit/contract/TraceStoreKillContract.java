package dev.arceval.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreWork.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a durable store keeps when its process is killed: all that was acknowledged, and nothing half done. Extend it as
 * {@link TraceStoreContract}, with a constructor without parameters: another process opens the store by it.
 *
 * <p>That process works on the store and is killed at random times, again and again. What it acknowledged stands in a file
 * outside of the store. The store must then hold what a {@link TraceStoreModel} holds after the last acknowledged step or,
 * as that one may have been done but not acknowledged, after the next.
 *
 * <p>{@code -Darceval.test.kills=200} kills that often; {@code -Darceval.test.sabotage=early} acknowledges each step before
 * it is done, which must turn the test red.
 *
 * <p>This shows what a killed process leaves behind, not what a power cut does: the operating system goes on.
 *
 * @since 0.1
 */
public abstract class TraceStoreKillContract {

    private static final int CYCLES = Integer.getInteger("arceval.test.kills", 3);
    private static final long SEED = Long.getLong("arceval.test.seed", 20_261_122L);
    private static final int LONGEST_MILLIS = 250;

    @TempDir
    Path directory;

    /** Opens the store at {@code place} to write; called in this process and in the one that is killed. */
    protected abstract TraceStore open(String place, TraceStore.Setup setup);

    /** Returns where the store is; a new one each time. */
    protected String place(Path empty) {
        return empty.resolve("store").toString();
    }

    /** Returns the command, if any, that starts the process: it gets the process's own command as arguments. */
    protected List<String> launcher(String place) throws IOException {
        return List.of();
    }

    /** Called after each kill, before the store is looked at: waits, say, until a server has noticed. */
    protected void killed(String place) throws IOException {}

    @Test
    void kill_losesNothingThatWasAcknowledged() throws Exception {
        String place = place(directory);
        SplittableRandom random = new SplittableRandom(SEED);
        TraceStoreModel model = new TraceStoreModel(TraceStoreContract::pattern);
        int steps = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            int acknowledged = runAndKill(place, steps, random.nextInt(1, LONGEST_MILLIS));
            for (int end = steps + acknowledged; steps < end; steps++) {
                TraceStoreWork.step(model, SEED, steps);
            }
            steps += requireAsModel(place, model, steps, "seed " + SEED + ", cycle " + cycle);
        }
        assertTrue(steps >= CYCLES, "acknowledged steps: " + steps);
    }

    private int runAndKill(String place, int firstStep, long millis) throws IOException, InterruptedException {
        Path acknowledged = directory.resolve("acknowledged-" + firstStep);
        List<String> command = new ArrayList<>(launcher(place));
        command.addAll(KilledProcess.command(getClass(), place, acknowledged, SEED, firstStep));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = child.inputReader()) {
            // On a busy machine nothing may happen for long: only a kill after the first acknowledged step shows
            // anything.
            assertEquals(KilledProcess.ACKNOWLEDGED, said.readLine());
            assertFalse(child.waitFor(millis, TimeUnit.MILLISECONDS), "ended by itself");
        } finally {
            child.destroyForcibly().waitFor();
        }
        killed(place);
        return (int) Files.size(acknowledged);
    }

    /** Returns how many steps, none or one, the store is ahead of what was acknowledged. */
    private int requireAsModel(String place, TraceStoreModel model, int nextStep, String when) {
        try (TraceStore store = open(place, TraceStoreContract.setup(new PlainTraceCodec()))) {
            State found = State.of(store);
            State before = State.of(model);
            if (found.equals(before)) {
                return 0;
            }
            TraceStoreWork.step(model, SEED, nextStep);
            State after = State.of(model);
            if (TraceStoreWork.removes(SEED, nextStep) && found.isBetween(before, after)) {
                // Retention may be done in parts; the rest goes the next time.
                TraceStoreWork.step(store, SEED, nextStep);
                found = State.of(store);
            }
            assertEquals(after.agents(), found.agents(), when);
            assertTrue(after.equals(found), when + ": traces differ, or what was said about them");
            return 1;
        }
    }
}
