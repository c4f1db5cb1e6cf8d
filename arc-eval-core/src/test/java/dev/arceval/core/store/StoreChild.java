package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A process of its own that opens a store, and says what came of it. */
final class StoreChild {

    private StoreChild() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("open")) {
            open(directory);
        } else {
            fill(directory);
        }
    }

    static Process start(Object... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it behind another command, which makes the surroundings worse. */
    static Process start(List<String> before, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StoreChild.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Appends until there is no more room, and says how many steps were acknowledged. */
    private static void fill(Path directory) {
        int step = 0;
        try (SqliteTraceStore store = SqliteTraceStore.open(directory, TestObjects.setup())) {
            try {
                for (; step < 100_000; step++) {
                    store.append(batch(step));
                }
            } catch (TraceStoreException full) {
                System.out.println(full.problem() + " " + step + " " + store.count());
            }
        } catch (TraceStoreException closing) {
            System.out.println(closing.problem());
        }
    }

    private static void open(Path directory) {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory, TestObjects.setup())) {
            System.out.println("OPEN " + store.count());
        } catch (TraceStoreException refused) {
            System.out.println(refused.problem() + " " + refused.getMessage());
        }
    }

    /** Some pages of traces that follow those of the step before. */
    static List<Trace> batch(int step) {
        SplittableRandom random = new SplittableRandom(step);
        return IntStream.range(0, 5)
                .mapToObj(i -> TestObjects.withText(
                        TestObjects.trace(
                                "trace-" + step + "-" + i,
                                "agent",
                                TestObjects.NOON.plusSeconds(step).plusNanos(i)),
                        TestObjects.letters(random, 1_000)))
                .toList();
    }
}
