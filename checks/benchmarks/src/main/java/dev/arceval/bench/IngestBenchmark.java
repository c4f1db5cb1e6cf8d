package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.ingest.OtlpJsonFormat;
import dev.arceval.core.ingest.OtlpJsonWriter;
import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.core.json.Json;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;

/** OTLP/JSON to traces; beside it what only splitting the same bytes into tokens costs. Per trace. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IngestBenchmark {

    private static final int TRACES = 1_000;

    private final TraceFormat format = new OtlpJsonFormat();
    private final byte[] file = lines();

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public long tokens() {
        long tokens = 0;
        try (JsonParser json = Json.parser(file, 0, file.length)) {
            while (json.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    @Benchmark
    @OperationsPerInvocation(TRACES)
    public long traces() throws IOException {
        Reading reading = new Reading();
        format.read(new ByteArrayInputStream(file), reading);
        return reading.finish();
    }

    private static byte[] lines() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        SampleTraces.seed(42).count(TRACES).stream().forEach(trace -> {
            lines.writeBytes(OtlpJsonWriter.write(trace));
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    /** Joins spans to traces and counts them; a line that is not read would make the figure meaningless. */
    private static final class Reading implements TraceFormat.Sink {

        private long read;
        private final TraceAssembler assembler = new TraceAssembler(batch -> read += batch.size(), repair -> {});

        @Override
        public void accept(long line, String traceId, List<Span> spans) {
            assembler.add(traceId, spans);
        }

        @Override
        public void reject(long line, String reason) {
            throw new IllegalStateException("line " + line + ": " + reason);
        }

        @Override
        public void repaired(long line, String repair) {
            throw new IllegalStateException("line " + line + ": " + repair);
        }

        long finish() {
            assembler.close();
            return read;
        }
    }
}
