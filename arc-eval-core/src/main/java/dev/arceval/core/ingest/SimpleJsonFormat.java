package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;

/**
 * The simple JSON of hand-made loggers: {@code {trace_id, timestamp, service, metadata, spans[]}}, one object, an array of
 * them, or one a line. Names may be written {@code snake_case} or {@code camelCase}.
 *
 * <p>A trace that is not valid is rejected and nothing of it is kept.
 */
public final class SimpleJsonFormat implements TraceFormat {

    private final JsonRecordReader records;

    /** Reads within {@link ReadLimits#standard()}. */
    public SimpleJsonFormat() {
        this(ReadLimits.standard());
    }

    public SimpleJsonFormat(ReadLimits limits) {
        this.records = new JsonRecordReader(
                limits,
                (values, result) -> new SimpleJsonRecord(values, result).read(),
                (within, result) -> new SimpleJsonBytes(within, result)::read);
    }

    @Override
    public String name() {
        return "simple-json";
    }

    @Override
    public int recognise(byte[] head) {
        Shape shape = Shape.of(head);
        boolean id = shape.hasAny("trace_id", "traceId");
        boolean spans = shape.hasAny("spans[].name", "spans[].attributes", "spans[].start_time", "spans[].startTime");
        return id && spans ? 80 : id || spans ? 40 : 0;
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        records.read(content, sink);
    }
}
