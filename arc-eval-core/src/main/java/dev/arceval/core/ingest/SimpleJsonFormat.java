package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

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
        this.records = new JsonRecordReader(limits, (values, result) -> new SimpleJsonRecord(values, result).read());
    }

    @Override
    public String name() {
        return "simple-json";
    }

    @Override
    public int recognise(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.contains("\"resourceSpans\"") || text.contains("\"scopeSpans\"")) {
            return 0;
        }
        boolean id = text.contains("\"trace_id\"") || text.contains("\"traceId\"");
        boolean spans = text.contains("\"spans\"");
        return id && spans ? 80 : id || spans ? 40 : 0;
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        records.read(content, sink);
    }
}
