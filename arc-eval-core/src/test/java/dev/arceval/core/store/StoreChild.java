package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A process of its own that works on a store until it is killed. */
final class StoreChild {

    private StoreChild() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("open")) {
            open(directory);
        } else if (arguments[0].equals("fill")) {
            fill(directory);
        } else {
            work(directory, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
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
                "-Darceval.test.sabotage=" + System.getProperty("arceval.test.sabotage", ""),
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

    /** Does step after step, and after each one writes a byte to {@code acknowledged}. */
    private static void work(Path directory, Path acknowledged, int firstStep) throws IOException {
        // Two ways to be wrong on purpose: the kill test must turn red by either.
        String sabotage = System.getProperty("arceval.test.sabotage", "");
        String[] settings = SqliteTraceStore.WRITER_SETTINGS.clone();
        if (sabotage.equals("nosync")) {
            settings[Arrays.asList(settings).indexOf("PRAGMA synchronous = FULL")] = "PRAGMA synchronous = OFF";
        }
        try (SqliteTraceStore store = SqliteTraceStore.open(directory, TestObjects.setup(), settings);
                FileChannel done = FileChannel.open(
                        acknowledged, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            System.out.println("READY");
            for (int step = firstStep; step < Integer.MAX_VALUE; step++) {
                if (sabotage.equals("early")) {
                    done.write(ByteBuffer.allocate(1));
                }
                if (expires(step)) {
                    store.expire("agent-0", cutoff(step));
                } else {
                    store.append(batch(step));
                }
                if (!sabotage.equals("early")) {
                    done.write(ByteBuffer.allocate(1));
                }
                if (step == firstStep) {
                    System.out.println("ACKNOWLEDGED");
                }
            }
        }
    }

    static void apply(StoreModel model, int step) {
        if (expires(step)) {
            model.expire("agent-0", cutoff(step));
        } else {
            model.append(batch(step));
        }
    }

    static boolean expires(int step) {
        return step % 11 == 10;
    }

    private static Instant cutoff(int step) {
        return TestObjects.NOON.plusSeconds(step - 50);
    }

    /** A few new traces, one of the step before again, and one with more spans than it had then. */
    static List<Trace> batch(int step) {
        SplittableRandom random = new SplittableRandom(step);
        List<Trace> batch = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            batch.add(trace(step, i, 1 + random.nextInt(4)));
        }
        if (step > 0) {
            batch.add(trace(step - 1, 0, 1));
            batch.add(trace(step - 1, 0, 6));
        }
        return batch;
    }

    private static Trace trace(int step, int number, int spans) {
        List<Span> list = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            list.add(Span.builder("span-" + i, "step " + step)
                    .agentName("agent-" + number % 3)
                    .start(TestObjects.NOON.plusSeconds(step).plusNanos(i))
                    .output(TestObjects.letters(new SplittableRandom(31L * step + i), 300 * (i + 1)))
                    .build());
        }
        return Trace.of("trace-" + step + "-" + number, list);
    }
}
