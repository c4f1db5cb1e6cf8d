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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works on a store for a time: one thread takes traces in, forgets, archives and deletes, two read, one says things about
 * traces. Prints heap, file and counts every minute, and at the end how heap and file have moved since the third minute.
 * While it looks, all stop between two steps: what is on the heap then is what the store keeps, not what is in work.
 *
 * <pre>java -Xmx256m -cp checks/benchmarks/target/benchmarks.jar dev.arceval.bench.StoreSoak MINUTES</pre>
 */
public final class StoreSoak {

    private static final int BATCH = 500;
    private static final int KEPT = 10_000;
    private static final int WARM = 3;
    /** Batches after which every cache of the library is full: its texts are remembered up to 32 MB. */
    private static final int WARM_BATCHES = 240;

    private static final int COMMENTED = 50;
    private static final int PINS = 50;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final Path directory;
    /** Held by each step of a worker, and by the look at heap and files. */
    private final ReadWriteLock pause = new ReentrantReadWriteLock(true);

    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong archived = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final BlockingQueue<String> uncommented = new LinkedBlockingQueue<>();
    private final Queue<String> pinned = new ArrayDeque<>();
    private volatile List<String> newest = List.of("none");

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
            for (int batch = 0; batch < WARM_BATCHES; batch++) {
                write(recycler, batch);
                uncommented.clear();
            }
            System.out.println("warm after " + taken + " traces");
            List<Future<?>> work = List.of(
                    threads.submit(() -> repeat(batch -> write(recycler, WARM_BATCHES + batch))),
                    threads.submit(() -> repeat(step -> read(recycler, step))),
                    threads.submit(() -> repeat(step -> readBeside())),
                    threads.submit(() -> repeat(step -> comment(recycler, step))));
            for (int minute = 1; minute <= minutes; minute++) {
                if (ended.await(1, TimeUnit.MINUTES)) {
                    break;
                }
                double[] seen = look();
                minutesSeen.add(seen);
                System.out.printf(
                        Locale.ROOT,
                        "minute %d: heap %.1f MB, files %.1f MB, handles %.0f, taken %d, read %d, archived %d, deleted %d%n",
                        minute,
                        seen[0],
                        seen[1],
                        seen[2],
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

    private double[] look() throws Exception {
        pause.writeLock().lock();
        try {
            return new double[] {StoreFigures.heap() / 1e6, size() / 1e6, handles()};
        } finally {
            pause.writeLock().unlock();
        }
    }

    /** Does a step again and again; a step that fails ends the whole run. */
    private void repeat(IntConsumer step) {
        try {
            for (int i = 0; !over.get(); i++) {
                pause.readLock().lock();
                try {
                    step.accept(i);
                } finally {
                    pause.readLock().unlock();
                }
            }
        } finally {
            ended.countDown();
        }
    }

    private void write(TraceRecycler recycler, int batch) {
        Instant until = FIRST.plus(Duration.ofMinutes(5L * batch));
        List<Trace> traces =
                SampleTraces.seed(batch).count(BATCH).endingAt(until).toList();
        recycler.ingestTraces(traces);
        taken.addAndGet(traces.size());
        newest = traces.stream().map(Trace::traceId).toList();
        uncommented.addAll(newest.subList(COMMENTED, 2 * COMMENTED));
        Retention limits = Retention.of(Retention.FOREVER).withMaxTraces(KEPT);
        if (batch % 40 == 39) {
            archive(recycler, directory.resolve("archive-" + batch + ".otlp.jsonl.gz"), limits);
        } else if (batch % 10 == 9) {
            recycler.retain(limits);
        }
        if (batch % 20 == 5) {
            deleted.addAndGet(recycler.delete(TraceQuery.all().traceId(newest.get(1)))
                    .traceIds()
                    .size());
        }
    }

    private void archive(TraceRecycler recycler, Path file, Retention limits) {
        try {
            archived.addAndGet(recycler.archive(file, limits).traces());
            Files.deleteIfExists(file);
            Files.deleteIfExists(
                    file.resolveSibling(file.getFileName().toString().replace(".otlp.jsonl.gz", ".patterns.json")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void read(TraceRecycler recycler, int step) {
        SplittableRandom random = new SplittableRandom(step);
        TraceQuery all = TraceQuery.all();
        recycler.find(newest.get(random.nextInt(newest.size())));
        List<TraceQuery> queries = List.of(
                all.text("order").limit(20),
                all.from(FIRST.plus(Duration.ofHours(random.nextInt(1, 100)))).limit(50),
                all.feedback(Feedback.Kind.INCORRECT).limit(20),
                all.tag("seen").limit(20));
        try (Stream<Trace> found = recycler.find(queries.get(random.nextInt(queries.size())))) {
            read.addAndGet(found.count());
        }
    }

    /** Opens the store beside the one that writes. */
    private void readBeside() {
        try (TraceRecycler reader =
                        TraceRecycler.builder().directory(directory).readOnly().build();
                Stream<Trace> found = reader.find(TraceQuery.all().limit(200))) {
            read.addAndGet(found.count());
        }
    }

    /** Says something about one of some new traces, pins one of some of them, and lets it go again. */
    private void comment(TraceRecycler recycler, int step) {
        String traceId = next();
        if (traceId == null) {
            return;
        }
        recycler.annotate(traceId, said -> said.withTag("seen").with(Feedback.of(step % 3 == 0, "soak", FIRST)));
        if (step % 20 == 0) {
            recycler.annotate(traceId, said -> said.withTag(Annotations.PINNED)).ifPresent(said -> pinned.add(traceId));
        }
        if (pinned.size() > PINS
                && recycler.annotate(pinned.remove(), said -> said.withoutTag(Annotations.PINNED))
                        .isEmpty()) {
            throw new IllegalStateException("a pinned trace is gone");
        }
    }

    private @Nullable String next() {
        try {
            return uncommented.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Open files of this process, where the system tells; 0 elsewhere. */
    private static double handles() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return open == null ? 0 : open.length;
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
                "heap %+.1f %%, files %+.1f %% (median of the last third against the first, after %d minutes),"
                        + " files at most %.1f MB%n",
                drift(warm, third, 0),
                drift(warm, third, 1),
                WARM,
                warm.stream().mapToDouble(each -> each[1]).max().orElseThrow());
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
