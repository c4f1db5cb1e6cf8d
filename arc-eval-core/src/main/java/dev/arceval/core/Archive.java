package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.TraceRecycler.Archived;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.report.JsonReports;
import dev.arceval.eval.TracePattern;
import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes traces, and what was said about them, to a file before they are removed: first the file, whole and forced to disk,
 * then the removal.
 */
final class Archive {

    private static final String ENDING = ".gz";

    private final TraceStore store;
    private final Path file;
    private final PatternMiner miner = new PatternMiner();
    private long traces;

    private Archive(TraceStore store, Path file) {
        this.store = store;
        this.file = file;
    }

    /**
     * Archives what lies before the cutoffs, and removes it.
     *
     * @param cutoffs by agent
     * @param minFrequency how often a structure must occur among the archived traces to be listed as a pattern
     */
    static Archived write(TraceStore store, Path file, Map<String, Instant> cutoffs, long minFrequency) {
        if (!file.toString().endsWith(ENDING)) {
            throw new IllegalArgumentException("archive must end in " + ENDING + ": " + file);
        }
        if (Files.exists(file)) {
            throw new ArcEvalException(file + " is there already: name a new file");
        }
        return new Archive(store, file).write(cutoffs, minFrequency);
    }

    private Archived write(Map<String, Instant> cutoffs, long minFrequency) {
        if (cutoffs.isEmpty()) {
            return new Archived(file, 0, 0);
        }
        WholeFile.writeForced(file, out -> writeTraces(cutoffs, out));
        if (traces == 0) {
            delete();
            return new Archived(file, 0, 0);
        }
        List<TracePattern> patterns = miner.patterns(minFrequency).list();
        WholeFile.writeForced(
                patternsFile(), out -> out.write(JsonReports.of(patterns).getBytes(StandardCharsets.UTF_8)));
        store.copied(List.of(new Deletion.Copy("archive " + file.toAbsolutePath(), "", List.of())));
        cutoffs.forEach(store::expire);
        return new Archived(file, traces, patterns.size());
    }

    private void writeTraces(Map<String, Instant> cutoffs, OutputStream out) throws IOException {
        Set<String> kept = kept();
        TraceCodec codec = new OtlpTraceCodec();
        try (OutputStream compressed = new GZIPOutputStream(out, 1 << 16)) {
            for (Map.Entry<String, Instant> cutoff : cutoffs.entrySet()) {
                TraceQuery query = TraceQuery.all().agent(cutoff.getKey()).to(cutoff.getValue());
                try (Stream<Trace> found = store.find(query)) {
                    for (Trace trace : (Iterable<Trace>) found::iterator) {
                        // Retention leaves alone what is kept, and what has no known start.
                        if (trace.startEpochNanos() != 0 && !kept.contains(trace.traceId())) {
                            Trace carrying = CarriedAnnotations.onto(trace, said(trace.traceId()));
                            compressed.write(codec.encode(carrying));
                            compressed.write('\n');
                            miner.add(trace);
                            traces++;
                        }
                    }
                }
            }
        }
    }

    private Annotations said(String traceId) {
        return store.annotations(traceId).orElseGet(Annotations::none);
    }

    /** Returns the traces that retention leaves alone. */
    private Set<String> kept() {
        Set<String> kept = new HashSet<>();
        for (String tag : List.of(Annotations.PINNED, Annotations.LEGAL_HOLD)) {
            try (Stream<Trace> found = store.find(TraceQuery.all().tag(tag))) {
                found.forEach(trace -> kept.add(trace.traceId()));
            }
        }
        return kept;
    }

    /** Beside the traces, as they must stay traces only to be read back. */
    private Path patternsFile() {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        return file.resolveSibling(name.substring(0, dot) + ".patterns.json");
    }

    private void delete() {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new ArcEvalException("cannot delete " + file + ": " + WholeFile.reason(failed), failed);
        }
    }
}
