package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import dev.arceval.testkit.contract.TraceFormatContract;
import java.nio.charset.StandardCharsets;

final class SimpleJsonFormatContractTest extends TraceFormatContract {

    @Override
    protected TraceFormat format() {
        return new SimpleJsonFormat();
    }

    @Override
    protected byte[] sample() {
        return """
                {"trace_id":"t1","timestamp":"2026-01-01T00:00:00Z","spans":[{"span_id":"s1","name":"search",\
                "start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01Z","status":"ok",\
                "attributes":{"operation.type":"tool.search"}}]}
                {"trace_id":"t2","timestamp":"2026-01-01T00:00:05Z","spans":[{"span_id":"s1","name":"search",\
                "start_time":"2026-01-01T00:00:05Z","end_time":"2026-01-01T00:00:06Z","status":"ok","attributes":{}}]}
                """.getBytes(StandardCharsets.UTF_8);
    }
}
