package dev.arceval.core.ingest;

import dev.arceval.spi.TraceCodec;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Map;

/** Traces as OTLP/JSON: what is stored can be read by any OpenTelemetry tool. Immutable and thread-safe. */
public final class OtlpTraceCodec implements TraceCodec {

    private static final JsonRecordReader RECORDS =
            new JsonRecordReader(ReadLimits.none(), (values, result) -> new OtlpJsonRecord(values, result).read());

    @Override
    public byte[] encode(Trace trace) {
        return OtlpJsonWriter.write(trace);
    }

    @Override
    public Trace decode(byte[] bytes) {
        RecordResult result = new RecordResult();
        String defect = RECORDS.parse(bytes, 0, bytes.length, result);
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
