package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.spi.TraceCodec;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads and writes trace files without a store. */
final class TraceFileDoor {

    private static final Comparator<Trace> BY_START =
            Comparator.comparingLong(Trace::startEpochNanos).thenComparing(Trace::traceId);

    private TraceFileDoor() {}

    static List<Trace> read(Path file) {
        IngestTally tally = new IngestTally(file.toString());
        Map<String, List<Span>> spans = new LinkedHashMap<>();
        // Traces that come in pieces are put together here: all of the file is held anyway.
        Reading reading = new Reading(
                traces -> traces.forEach(trace -> spans.computeIfAbsent(trace.traceId(), id -> new ArrayList<>())
                        .addAll(trace.spans())),
                tally);
        TraceReader reader = new TraceReader(TraceFormats.found());
        if (Files.isDirectory(file)) {
            List<Path> files = TraceInputs.in(file).files().stream()
                    .filter(reader::recognises)
                    .toList();
            files.forEach(each -> reader.read(each, reading));
            if (files.isEmpty()) {
                tally.rejected(0, "holds no file of traces");
            }
        } else {
            tally.format(reader.read(file, reading));
        }
        reading.finish();
        refuseRejections(file, tally.report());
        return spans.entrySet().stream()
                .map(entry -> Trace.of(entry.getKey(), entry.getValue()))
                .sorted(BY_START)
                .toList();
    }

    static void write(Stream<Trace> traces, Path file) {
        try (traces) {
            WholeFile.writeMaybeCompressed(file, out -> writeLines(traces, out));
        }
    }

    static void write(Stream<Trace> traces, OutputStream out) {
        try (traces) {
            writeLines(traces, out);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot write traces: " + failed.getMessage(), failed);
        }
    }

    private static void writeLines(Stream<Trace> traces, OutputStream out) throws IOException {
        TraceCodec codec = new OtlpTraceCodec();
        for (Trace trace : (Iterable<Trace>) traces::iterator) {
            out.write(codec.encode(trace));
            out.write('\n');
        }
    }

    private static void refuseRejections(Path file, IngestReport.Source report) {
        if (report.rejections().isEmpty()) {
            return;
        }
        IngestReport.Rejection first = report.rejections().get(0);
        long more = report.counts().rejected() - 1;
        throw new ArcEvalException(file + (first.line() == 0 ? "" : ":" + first.line()) + ": " + first.reason()
                + (more == 0 ? "" : " (and " + more + " more)"));
    }
}
