package dev.arceval.bench;

import dev.arceval.SampleTraces;
import dev.arceval.core.ingest.OtlpJsonWriter;
import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.core.json.Json;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;

/**
 * OTLP to traces on one thread, beside what cannot be avoided on the same bytes: splitting JSON into tokens, generated classes
 * for protobuf, unpacking gzip. Per file: samples, runs with long texts, or any file of OTLP/JSON as
 * {@code -p file=FILE.jsonl.gz}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IngestBenchmark {

    /** Stands for runs that are generated with {@link LongTexts}. */
    static final String LONG_TEXTS = "long texts";

    private static final int SAMPLES = 1_000;
    private static final int LONG_RUNS = 300;

    @Param({"", LONG_TEXTS})
    private String file = "";

    private final TraceReader reader = new TraceReader(TraceReader.builtIn());
    private final List<byte[]> requests = new ArrayList<>();
    private byte[] json = {};
    private byte[] gzip = {};
    private byte[] protobuf = {};

    @Setup
    public void load() throws IOException {
        if (file.isEmpty()) {
            json = lines(SampleTraces.seed(42).count(SAMPLES).stream());
        } else if (file.equals(LONG_TEXTS)) {
            json = lines(new LongTexts(42).runs(LONG_RUNS));
        } else {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(file)))) {
                json = in.readAllBytes();
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(json);
        }
        gzip = packed.toByteArray();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line : new String(json, StandardCharsets.UTF_8).lines().toList()) {
            byte[] request =
                    ProtobufOf.json(line.getBytes(StandardCharsets.UTF_8)).toByteArray();
            requests.add(request);
            all.writeBytes(request);
        }
        protobuf = all.toByteArray();
    }

    private static byte[] lines(Stream<Trace> traces) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        traces.forEach(trace -> {
            lines.writeBytes(OtlpJsonWriter.write(trace));
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    @Benchmark
    public long jsonTokens() {
        long tokens = 0;
        try (JsonParser parser = Json.parser(json, 0, json.length)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    @Benchmark
    public long jsonTraces() {
        return traces(json);
    }

    @Benchmark
    public long gunzip() throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), buffer.length)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        return bytes;
    }

    /** On two threads: compare it with {@link #gunzip} where two cores are free. */
    @Benchmark
    public long gzipTraces() {
        return traces(gzip);
    }

    @Benchmark
    public void protobufClasses(Blackhole sink) throws IOException {
        for (byte[] request : requests) {
            sink.consume(ExportTraceServiceRequest.parseFrom(request));
        }
    }

    @Benchmark
    public long protobufTraces() {
        return traces(protobuf);
    }

    private long traces(byte[] content) {
        Reading reading = new Reading();
        reader.read(new ByteArrayInputStream(content), reading);
        return reading.finish();
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
