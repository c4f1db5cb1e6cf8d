package dev.arceval.core;

import dev.arceval.core.ingest.LogEvents;
import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One file while it is read: its spans go to an assembler, its problems to the tally. */
final class Reading implements TraceFormat.Sink {

    private final TraceAssembler assembler;
    private final LogEvents logs;
    private final boolean alone;
    private final IngestTally tally;

    /** Reads a file alone. */
    Reading(Consumer<List<Trace>> traces, IngestTally tally) {
        this(new LogEvents(), true, traces, tally);
    }

    /** @param logs what log records say of spans, of this file and those read with it; left open */
    Reading(LogEvents logs, Consumer<List<Trace>> traces, IngestTally tally) {
        this(logs, false, traces, tally);
    }

    private Reading(LogEvents logs, boolean alone, Consumer<List<Trace>> traces, IngestTally tally) {
        this.alone = alone;
        this.assembler = new TraceAssembler(TraceAssembler.Limits.standard(), logs, traces, tally::repaired);
        this.logs = logs;
        this.tally = tally;
    }

    /**
     * Reads files together: what the log records of one say of the spans of another is joined with them. Those with logs are
     * read first, whatever their place.
     *
     * @param taker takes traces, with the tally of their file
     * @param end what is to be done after each file
     */
    static List<IngestReport.Source> all(
            Collection<Path> files,
            TraceReader reader,
            BiConsumer<List<Trace>, IngestTally> taker,
            Consumer<IngestTally> end) {
        LogEvents logs = new LogEvents();
        List<IngestTally> tallies = new ArrayList<>(files.size());
        Map<IngestTally, Path> withLogs = new LinkedHashMap<>();
        Map<IngestTally, Path> others = new LinkedHashMap<>();
        for (Path file : files) {
            IngestTally tally = new IngestTally(file.toString());
            tallies.add(tally);
            (files.size() > 1 && TraceReader.holdsLogs(file) ? withLogs : others).put(tally, file);
        }
        withLogs.putAll(others);
        withLogs.forEach((tally, file) -> {
            Reading reading = new Reading(logs, traces -> taker.accept(traces, tally), tally);
            tally.format(reader.read(file, reading));
            reading.finish();
            end.accept(tally);
        });
        logs.close();
        return tallies.stream().map(IngestTally::report).toList();
    }

    @Override
    public void accept(long line, String traceId, List<Span> spans) {
        assembler.add(traceId, spans);
    }

    @Override
    public void event(long line, String traceId, String spanId, Span.Event event) {
        logs.add(traceId, spanId, event, tally::repaired);
    }

    @Override
    public void reject(long line, String reason) {
        tally.rejected(line, reason);
    }

    @Override
    public void repaired(long line, String repair) {
        tally.repaired(repair);
    }

    /** Hands over the traces whose spans were still arriving. */
    void finish() {
        assembler.close();
        if (alone) {
            logs.close();
        }
    }
}
