package dev.arceval.core.ingest;

import dev.arceval.spi.TraceCodec;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Traces as OTLP/JSON: what is stored can be read by any OpenTelemetry tool. Immutable and thread-safe. */
public final class OtlpTraceCodec implements TraceCodec {

    private static final JsonRecordReader READER = OtlpJsonFormat.reader(ReadLimits.none());

    /** A reader nobody uses right now: it knows the names and texts of the traces before. */
    private final AtomicReference<JsonRecordReader.@Nullable Records> idle = new AtomicReference<>();

    @Override
    public byte[] encode(Trace trace) {
        return OtlpJsonWriter.write(trace);
    }

    @Override
    public Trace decode(byte[] bytes) {
        JsonRecordReader.Records known = idle.getAndSet(null);
        JsonRecordReader.Records records = known == null ? READER.records() : known;
        try {
            return decode(records, bytes);
        } finally {
            records.result.clear();
            idle.set(records);
        }
    }

    private static Trace decode(JsonRecordReader.Records records, byte[] bytes) {
        RecordResult result = records.result;
        String defect = records.parse(bytes, 0, bytes.length);
        if (defect != null) {
            throw new IllegalArgumentException("not a stored trace: " + defect);
        }
        if (result.traces().size() != 1) {
            throw new IllegalArgumentException(
                    "a stored trace must be one trace: " + result.traces().size());
        }
        Map.Entry<String, List<Span>> trace =
                result.traces().entrySet().iterator().next();
        return Trace.of(trace.getKey(), trace.getValue());
    }
}
