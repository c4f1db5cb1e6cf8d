package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import java.io.IOException;
import java.io.InputStream;

/**
 * OTLP in protobuf: an {@code ExportTraceServiceRequest} as it is sent, or several behind one another; or requests with
 * their lengths before them, as a varint ({@code writeDelimitedTo}) or in four bytes (the collector's file exporter).
 *
 * <p>A record is a request with its length, or else one {@code ResourceSpans}; it is counted where text formats count lines.
 * It is kept whole or rejected, except that a span whose ids are not valid is rejected alone. Where lengths do not fit, what
 * follows cannot be found, and reading ends.
 */
public final class OtlpProtobufFormat implements TraceFormat {

    private final ReadLimits limits;

    /** Reads within {@link ReadLimits#standard()}. */
    public OtlpProtobufFormat() {
        this(ReadLimits.standard());
    }

    public OtlpProtobufFormat(ReadLimits limits) {
        this.limits = limits;
    }

    @Override
    public String name() {
        return "otlp-protobuf";
    }

    @Override
    public int recognise(byte[] head) {
        return WireFraming.of(head, head.length) == WireFraming.UNKNOWN ? 0 : 95;
    }

    @Override
    public void read(InputStream content, Sink sink) throws IOException {
        WireRecords records = new WireRecords(content, limits.recordBytes());
        RecordResult result = new RecordResult();
        OtlpProtobufRecord reader = new OtlpProtobufRecord(limits, result);
        while (records.next()) {
            result.clear();
            String defect = records.problem() != null
                    ? records.problem()
                    : reader.read(
                            records.bytes(),
                            records.offset(),
                            records.offset() + records.length(),
                            records.wholeRequests(),
                            records.position());
            if (defect == null) {
                result.deliver(records.number(), sink);
            } else {
                sink.reject(records.number(), defect);
            }
        }
    }
}
