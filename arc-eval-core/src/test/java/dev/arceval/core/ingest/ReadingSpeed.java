package dev.arceval.core.ingest;

import dev.arceval.core.json.Json;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;

/** Prints how fast a file is read into spans, against the tokeniser alone on the same bytes: {@code ReadingSpeed FILE.gz [ROUNDS]}. */
final class ReadingSpeed {

    private ReadingSpeed() {}

    public static void main(String[] args) throws IOException {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(args[0])))) {
            bytes = in.readAllBytes();
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        double[] tokens = new double[rounds];
        double[] spans = new double[rounds];
        long allocated = 0;
        for (int i = 0; i < rounds; i++) {
            tokens[i] = timed(() -> tokenise(bytes));
            long before = allocatedBytes();
            spans[i] = timed(() -> read(bytes));
            allocated = allocatedBytes() - before;
        }
        double tokenRate = bytes.length / median(tokens) * 1e3;
        double spanRate = bytes.length / median(spans) * 1e3;
        System.out.printf(
                "%s: tokens %.0f MB/s, spans %.0f MB/s, ratio %.2f, %.2f bytes allocated per byte%n",
                Path.of(args[0]).getFileName(),
                tokenRate,
                spanRate,
                spanRate / tokenRate,
                (double) allocated / bytes.length);
    }

    private static void tokenise(byte[] bytes) {
        int start = 0;
        for (int end = Utf8.newline(bytes, 0, bytes.length); end >= 0; end = Utf8.newline(bytes, start, bytes.length)) {
            try (JsonParser json = Json.parser(bytes, start, end - start)) {
                while (json.nextToken() != null) {}
            }
            start = end + 1;
        }
    }

    private static void read(byte[] bytes) {
        new TraceReader(TraceReader.builtIn()).read(new ByteArrayInputStream(bytes), new TraceFormat.Sink() {
            @Override
            public void accept(long line, String traceId, List<Span> spans) {}

            @Override
            public void reject(long line, String reason) {
                throw new IllegalStateException(reason);
            }

            @Override
            public void repaired(long line, String repair) {}
        });
    }

    private static double timed(Runnable work) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
