package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import dev.arceval.testkit.contract.TraceFormatContract;
import java.nio.charset.StandardCharsets;

final class OtlpJsonFormatContractTest extends TraceFormatContract {

    @Override
    protected TraceFormat format() {
        return new OtlpJsonFormat();
    }

    @Override
    protected byte[] sample() {
        String line = """
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},\
                "scopeSpans":[{"spans":[{"traceId":"%032x","spanId":"00000000000000a1","name":"chat","kind":1,\
                "startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225601000000000",\
                "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}],"status":{}}]}]}]}
                """;
        return (line.formatted(1) + line.formatted(2)).getBytes(StandardCharsets.UTF_8);
    }
}
