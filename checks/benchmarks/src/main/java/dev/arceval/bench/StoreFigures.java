package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.TraceFiles;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.SqliteTraceStore;
import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a store of many traces takes, as rows of the table in {@code docs/store.md}. Run with {@code -Xmx256m}:
 *
 * <pre>java -Xmx256m -cp checks/benchmarks/target/benchmarks.jar dev.arceval.bench.StoreFigures TRACES [DIRECTORY [FILE...]]</pre>
 *
 * With trace files the traces are those of the files, again and again under other ids; without, samples.
 */
public final class StoreFigures {

    private static final int BATCH = 1_000;
    private static final int WRITERS = 2;
    /** Made before the clock runs, as those who append have theirs. */
    private static final int BATCHES_AT_HAND = 4;

    private static final int LOOKUPS = 20_000;
    private static final int SEARCHES = 500;
    private static final Duration APART = Duration.ofSeconds(1);
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final TraceCodec codec = new OtlpTraceCodec();
    private final Path directory;
    private final int count;
    private final List<Trace> templates;

    private StoreFigures(Path directory, int count, List<Trace> templates) {
        this.directory = directory;
        this.count = count;
        this.templates = templates;
    }

    /** @param arguments number of traces, directory, trace files */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path directory = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("arc-eval-figures");
        List<Trace> templates = new ArrayList<>();
        for (String file : Arrays.asList(arguments).subList(Math.min(2, arguments.length), arguments.length)) {
            templates.addAll(TraceFiles.read(Path.of(file)));
        }
        if (templates.isEmpty()) {
            templates.addAll(SampleTraces.seed(1).count(5 * BATCH).toList());
        }
        new StoreFigures(directory, count, templates).run();
    }

    private void run() throws Exception {
        long json = append();
        Path file = directory.resolve("traces.db");
        say("disk against JSON", Files.size(file) / (double) json);
        say("file, MB", Files.size(file) / 1e6);
        say("open, ms", open());
        try (TraceStore store = open(directory)) {
            lookUp(store);
        }
        say("heap after collection, MB", heap() / 1e6);
    }

    /** Returns the bytes of OTLP/JSON. */
    private long append() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        long nanos = 0;
        double json = 0;
        try (TraceStore store = open(directory)) {
            for (int first = 0; first < count; first += BATCHES_AT_HAND * BATCH) {
                List<List<Trace>> batches = batches(first);
                // Of the first batch of some: to encode is what takes long.
                json += (double) batches.stream().mapToInt(List::size).sum() * encoded(batches.get(0));
                List<Callable<Object>> calls = new ArrayList<>();
                for (List<Trace> batch : batches) {
                    calls.add(() -> store.append(batch));
                }
                long began = System.nanoTime();
                for (Future<Object> call : writers.invokeAll(calls)) {
                    call.get();
                }
                nanos += System.nanoTime() - began;
            }
            say("append by " + WRITERS + " threads, encoding and packing included, traces/s", count / (nanos / 1e9));
            say("append, MB/s of JSON", json / 1e6 / (nanos / 1e9));
            nanos = System.nanoTime();
        } finally {
            writers.shutdown();
        }
        say("close, ms", (System.nanoTime() - nanos) / 1e6);
        return Math.round(json);
    }

    private List<List<Trace>> batches(int first) {
        List<List<Trace>> batches = new ArrayList<>();
        for (int from = first; from < Math.min(count, first + BATCHES_AT_HAND * BATCH); from += BATCH) {
            batches.add(IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(this::trace)
                    .toList());
        }
        return batches;
    }

    /** Returns how long the JSON of a trace is, on average over some. */
    private double encoded(List<Trace> traces) {
        return traces.stream()
                .limit(100)
                .mapToInt(trace -> codec.encode(trace).length)
                .average()
                .orElse(0);
    }

    private double open() {
        double[] took = new double[5];
        for (int i = 0; i < took.length; i++) {
            long began = System.nanoTime();
            try (TraceStore store = open(directory)) {
                require(store.find(id(i)).isPresent());
                took[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(took);
        return took[took.length / 2];
    }

    private void lookUp(TraceStore store) {
        SplittableRandom random = new SplittableRandom(1);
        time(
                "lookup by id",
                LOOKUPS,
                () -> store.find(id(random.nextInt(count))).orElseThrow());
        time("lookup of an id that is not there", LOOKUPS / 10, () -> store.find("no-" + random.nextInt(count)));
        time("first 10 of a day and agent", SEARCHES, () -> {
            Instant from = FIRST.plus(APART.multipliedBy(random.nextInt(count)));
            return first(store, TraceQuery.all().agent(trace(0).agent()).from(from), 10);
        });
        time(
                "conversation",
                SEARCHES,
                () -> first(
                        store,
                        TraceQuery.all().conversation("conversation-" + random.nextInt(Math.max(1, count / 3))),
                        10));
        String pattern = new PatternIds().apply(trace(1));
        time(
                "first 10 of a pattern",
                SEARCHES,
                () -> first(store, TraceQuery.all().pattern(pattern), 10));
        time(
                "one word of the input, 10 of some",
                20,
                () -> first(store, TraceQuery.all().text("rare-" + random.nextInt(Math.max(1, count / 100))), 10));
        long began = System.nanoTime();
        Instant from = FIRST.plus(APART.multipliedBy(count / 2));
        long day;
        try (Stream<Trace> found = store.find(TraceQuery.all().from(from).to(from.plus(Duration.ofDays(1))))) {
            day = found.count();
        }
        say("a day's scan, traces/s of " + day, day / ((System.nanoTime() - began) / 1e9));
    }

    private static int first(TraceStore store, TraceQuery query, int limit) {
        try (Stream<Trace> found = store.find(query.limit(limit))) {
            return (int) found.count();
        }
    }

    private static void require(boolean found) {
        if (!found) {
            throw new IllegalStateException("a trace is missing");
        }
    }

    private void time(String what, int times, Supplier<?> question) {
        double[] took = new double[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            Objects.requireNonNull(question.get());
            took[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(took);
        say(what + ", p50 ms", took[times / 2]);
        say(what + ", p99 ms", took[times * 99 / 100]);
    }

    private TraceStore open(Path where) {
        return SqliteTraceStore.open(where, new TraceStore.Setup(codec, new PatternIds(), TraceStore.Access.WRITE));
    }

    private static String id(int i) {
        return String.format(Locale.ROOT, "%016x%016x", i * 0x9e3779b97f4a7c15L, (long) i);
    }

    /** A template under another id and time, with a conversation of three and now and then a rare word. */
    private Trace trace(int i) {
        Trace template = templates.get(i % templates.size());
        long shift = FIRST.plus(APART.multipliedBy(i)).getEpochSecond() * 1_000_000_000L - template.startEpochNanos();
        return Trace.of(
                id(i),
                template.spans().stream()
                        .map(span -> {
                            var moved = span.toBuilder()
                                    .startEpochNanos(span.startEpochNanos() + shift)
                                    .endEpochNanos(span.endEpochNanos() == 0 ? 0 : span.endEpochNanos() + shift);
                            if (span.parentSpanId().isEmpty()) {
                                moved.conversationId("conversation-" + i / 3);
                                moved.input(span.inputText().orElse("") + (i % 10 == 0 ? " rare-" + i / 100 : ""));
                            }
                            return moved.build();
                        })
                        .toList());
    }

    static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static void say(String what, double figure) {
        System.out.printf(Locale.ROOT, "| %s | %.3g |%n", what, figure);
    }
}
