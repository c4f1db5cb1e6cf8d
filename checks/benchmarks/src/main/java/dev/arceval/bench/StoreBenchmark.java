package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.SqliteTraceStore;
import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The SQLite store in a temporary directory; beside appending, what only encoding the same traces costs. Per trace. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StoreBenchmark {

    private static final int BATCH = 1_000;

    private final TraceCodec codec = new OtlpTraceCodec();
    private final Path directory = temporaryDirectory();
    private final TraceStore store =
            SqliteTraceStore.open(directory, new TraceStore.Setup(codec, new PatternIds(), TraceStore.Access.WRITE));
    private final List<Trace> stored = SampleTraces.seed(0).count(BATCH).toList();
    private int next;

    /** Fills the store, so that there is something to find. */
    public StoreBenchmark() {
        store.append(stored);
    }

    @TearDown
    public void delete() throws IOException {
        store.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void encode(Batch batch, Blackhole sink) {
        for (Trace trace : batch.traces) {
            sink.consume(codec.encode(trace));
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<TraceStore.Appended> append(Batch batch) {
        return store.append(batch.traces);
    }

    @Benchmark
    public Trace findById() {
        return store.find(stored.get(next++ % BATCH).traceId()).orElseThrow();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("arc-eval-bench");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Traces the store does not have: one it has is not written again. */
    @State(Scope.Thread)
    public static class Batch {

        private List<Trace> traces = List.of();
        private long seed;

        @Setup(Level.Invocation)
        public void make() {
            traces = SampleTraces.seed(++seed).count(BATCH).toList();
        }
    }
}
