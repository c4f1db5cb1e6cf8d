package dev.arceval.core;

import dev.arceval.core.ingest.TraceAssembler;
import dev.arceval.spi.TraceFormat;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.function.Consumer;

/** One file while it is read: its spans go to an assembler, its problems to the tally. */
final class Reading implements TraceFormat.Sink {

    private final TraceAssembler assembler;
    private final IngestTally tally;

    Reading(Consumer<List<Trace>> traces, IngestTally tally) {
        this.assembler = new TraceAssembler(traces, tally::repaired);
        this.tally = tally;
    }

    @Override
    public void accept(long line, String traceId, List<Span> spans) {
        assembler.add(traceId, spans);
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
    }
}
