package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Works on a store for a time: one thread takes traces in, forgets, archives and deletes, two read, one says things about
 * traces. Prints heap, file and counts every minute, and at the end how heap and file have moved since the third minute.
 *
 * <pre>java -Xmx256m -cp checks/benchmarks/target/benchmarks.jar dev.arceval.bench.StoreSoak MINUTES</pre>
 */
public final class StoreSoak {

    private static final int BATCH = 500;
    private static final int KEPT = 20_000;
    private static final int WARM = 3;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final Path directory;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong archived = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private volatile String someId = "none";

    private StoreSoak(Path directory) {
        this.directory = directory;
    }

    /** @param arguments minutes */
    public static void main(String[] arguments) throws Exception {
        int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        Path directory = Files.createTempDirectory("arc-eval-soak");
        new StoreSoak(directory).run(minutes);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, two) -> two.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run(int minutes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<double[]> minutesSeen = new ArrayList<>();
        try (TraceRecycler recycler = TraceRecycler.builder()
                .directory(directory)
                .retention(Retention.FOREVER)
                .build()) {
            List<Future<?>> work = List.of(
                    threads.submit(() -> write(recycler)),
                    threads.submit(() -> read(recycler)),
                    threads.submit(this::readBeside),
                    threads.submit(() -> comment(recycler)));
            for (int minute = 1; minute <= minutes; minute++) {
                if (ended.await(1, TimeUnit.MINUTES)) {
                    break;
                }
                double[] seen = {StoreFigures.heap() / 1e6, size() / 1e6};
                minutesSeen.add(seen);
                System.out.printf(
                        Locale.ROOT,
                        "minute %d: heap %.1f MB, files %.1f MB, taken %d, read %d, archived %d, deleted %d%n",
                        minute,
                        seen[0],
                        seen[1],
                        taken.get(),
                        read.get(),
                        archived.get(),
                        deleted.get());
            }
            over.set(true);
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            over.set(true);
            threads.shutdown();
        }
        judge(minutesSeen);
    }

    private void write(TraceRecycler recycler) {
        try {
            for (int batch = 0; !over.get(); batch++) {
                Instant until = FIRST.plus(Duration.ofMinutes(5L * batch));
                List<Trace> traces =
                        SampleTraces.seed(batch).count(BATCH).endingAt(until).toList();
                recycler.ingestTraces(traces);
                taken.addAndGet(traces.size());
                someId = traces.get(BATCH / 2).traceId();
                Retention limits = Retention.of(Retention.FOREVER).withMaxTraces(KEPT);
                if (batch % 40 == 39) {
                    Path file = directory.resolve("archive-" + batch + ".otlp.jsonl.gz");
                    archived.addAndGet(recycler.archive(file, limits).traces());
                    Files.deleteIfExists(file);
                } else if (batch % 10 == 9) {
                    recycler.retain(limits);
                }
                if (batch % 20 == 5) {
                    deleted.addAndGet(recycler.delete(TraceQuery.all().traceId(someId))
                            .traceIds()
                            .size());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            ended.countDown();
        }
    }

    private void read(TraceRecycler recycler) {
        SplittableRandom random = new SplittableRandom(2);
        TraceQuery all = TraceQuery.all();
        while (!over.get()) {
            recycler.find(someId);
            List<TraceQuery> queries = List.of(
                    all.text("order").limit(20),
                    all.from(FIRST.plus(Duration.ofHours(random.nextInt(1, 100))))
                            .limit(50),
                    all.feedback(Feedback.Kind.INCORRECT).limit(20),
                    all.tag("seen").limit(20));
            try (Stream<Trace> found = recycler.find(queries.get(random.nextInt(queries.size())))) {
                read.addAndGet(found.count());
            }
        }
    }

    /** Opens the store beside the one that writes, again and again. */
    private void readBeside() {
        while (!over.get()) {
            try (TraceRecycler reader = TraceRecycler.builder()
                            .directory(directory)
                            .readOnly()
                            .build();
                    Stream<Trace> found = reader.find(TraceQuery.all().limit(200))) {
                read.addAndGet(found.count());
            }
        }
    }

    private void comment(TraceRecycler recycler) {
        for (int i = 0; !over.get(); i++) {
            boolean correct = i % 3 == 0;
            String tag = i % 500 == 0 ? Annotations.PINNED : "seen";
            Instant time = FIRST.plusSeconds(i);
            recycler.annotate(someId, said -> said.withTag(tag).with(Feedback.of(correct, "soak", time)));
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += file.toFile().length();
            }
            return sum;
        }
    }

    private static void judge(List<double[]> seen) {
        if (seen.size() <= WARM + 1) {
            System.out.println("too short to say anything about drift");
            return;
        }
        List<double[]> warm = seen.subList(WARM, seen.size());
        int third = Math.max(1, warm.size() / 3);
        System.out.printf(
                Locale.ROOT,
                "heap %+.1f %%, files %+.1f %% (median of the last third against the first, after %d minutes)%n",
                drift(warm, third, 0),
                drift(warm, third, 1),
                WARM);
    }

    private static double drift(List<double[]> seen, int third, int column) {
        double first = median(seen.subList(0, third), column);
        double last = median(seen.subList(seen.size() - third, seen.size()), column);
        return 100 * (last / first - 1);
    }

    private static double median(List<double[]> seen, int column) {
        double[] values =
                seen.stream().mapToDouble(each -> each[column]).sorted().toArray();
        return values[values.length / 2];
    }
}
