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
import java.util.List;
import java.util.SplittableRandom;

/** A process of its own that works on a store until it is killed. */
final class StoreChild {

    private StoreChild() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("open")) {
            open(directory);
        } else {
            work(directory, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    static Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
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

    private static void open(Path directory) {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory, TestObjects.setup())) {
            System.out.println("OPEN " + store.count());
        } catch (TraceStoreException refused) {
            System.out.println(refused.problem() + " " + refused.getMessage());
        }
    }

    /** Does step after step, and after each one writes a byte to {@code acknowledged}. */
    private static void work(Path directory, Path acknowledged, int firstStep) throws IOException {
        try (SqliteTraceStore store = SqliteTraceStore.open(directory, TestObjects.setup());
                FileChannel done = FileChannel.open(
                        acknowledged, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            System.out.println("READY");
            for (int step = firstStep; step < Integer.MAX_VALUE; step++) {
                if (expires(step)) {
                    store.expire("agent-0", cutoff(step));
                } else {
                    store.append(batch(step));
                }
                done.write(ByteBuffer.allocate(1));
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

    private static boolean expires(int step) {
        return step % 11 == 10;
    }

    private static Instant cutoff(int step) {
        return TestObjects.NOON.plusSeconds(step - 50);
    }

    /** A few new traces, one of the step before again, and one with more spans than it had then. */
    private static List<Trace> batch(int step) {
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
