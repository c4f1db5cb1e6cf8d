package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A process of its own that writes to a store until it is killed. */
final class StoreChild {

    private StoreChild() {}

    static Process start(String location, Path acknowledged, int firstStep) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Darceval.test.sabotage=" + System.getProperty("arceval.test.sabotage", ""),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StoreChild.class.getName(),
                        location + "&ApplicationName=killed",
                        acknowledged.toString(),
                        Integer.toString(firstStep))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Does step after step, and after each one writes a byte to the file of what was acknowledged. */
    public static void main(String[] arguments) throws IOException {
        // A way to be wrong on purpose: the test must turn red by it.
        boolean early = System.getProperty("arceval.test.sabotage", "").equals("early");
        int firstStep = Integer.parseInt(arguments[2]);
        try (TraceStore store = PostgresqlTraceStore.open(arguments[0], TestServer.setup());
                FileChannel done = FileChannel.open(
                        Path.of(arguments[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int step = firstStep; step < Integer.MAX_VALUE; step++) {
                if (early) {
                    done.write(ByteBuffer.allocate(1));
                }
                apply(store, step);
                if (!early) {
                    done.write(ByteBuffer.allocate(1));
                }
                if (step == firstStep) {
                    System.out.println("ACKNOWLEDGED");
                }
            }
        }
    }

    static void apply(TraceStore store, int step) {
        if (step % 11 == 10) {
            store.expire("agent-0", start(step - 40));
        } else {
            store.append(batch(step));
        }
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
                    .start(start(step).plusNanos(i))
                    .output("output " + i + " of " + step)
                    .build());
        }
        return Trace.of("trace-" + step + "-" + number, list);
    }

    /** Some twenty steps to a day. */
    private static Instant start(int step) {
        return TestServer.NOON.plus(Duration.ofMinutes(70L * step));
    }
}
