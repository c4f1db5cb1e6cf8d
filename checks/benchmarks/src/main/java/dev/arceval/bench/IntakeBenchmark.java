package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.TraceRecycler;
import dev.arceval.core.ingest.OtlpJsonWriter;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.SqliteTraceStore;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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

/**
 * The whole way in: OTLP/JSON read, mapped, redacted, stored and counted, a batch at a time and forced to disk; beside it what
 * only appending the same traces to a store of the same kind costs. Per trace.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class IntakeBenchmark {

    private static final int BATCH = 1_000;

    private final Path directory = temporaryDirectory();
    private final TraceStore store = SqliteTraceStore.open(
            directory.resolve("appended"),
            new TraceStore.Setup(new OtlpTraceCodec(), new PatternIds(), TraceStore.Access.WRITE));
    private final TraceRecycler recycler = TraceRecycler.builder()
            .directory(directory)
            .store("sqlite:" + directory.resolve("ingested"))
            .build();

    @TearDown
    public void delete() throws IOException {
        recycler.close();
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, two) -> two.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public IngestReport ingest(Batch batch) {
        IngestReport report = recycler.ingest("batch", new ByteArrayInputStream(batch.file));
        if (report.totals().traces() != BATCH) {
            throw new IllegalStateException("not all were taken in: " + report.totals());
        }
        return report;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<TraceStore.Appended> append(Batch batch) {
        return store.append(batch.traces);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("arc-eval-bench");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Traces the stores do not have: one they have is not written again. */
    @State(Scope.Thread)
    public static class Batch {

        private List<Trace> traces = List.of();
        private byte[] file = {};
        private long seed;

        @Setup(Level.Invocation)
        public void make() {
            traces = SampleTraces.seed(++seed).count(BATCH).toList();
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (Trace trace : traces) {
                lines.writeBytes(OtlpJsonWriter.write(trace));
                lines.write('\n');
            }
            file = lines.toByteArray();
        }
    }
}
