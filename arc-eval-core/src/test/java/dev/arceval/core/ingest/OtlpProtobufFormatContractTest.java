package dev.arceval.core.ingest;

import dev.arceval.spi.TraceFormat;
import dev.arceval.testkit.contract.TraceFormatContract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

class OtlpProtobufFormatContractTest extends TraceFormatContract {

    @Override
    protected TraceFormat format() {
        return new OtlpProtobufFormat();
    }

    @Override
    protected byte[] sample() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 1; i <= 2; i++) {
            String json = TraceReaderTest.request("%032x".formatted(i));
            file.writeBytes(
                    ProtobufOf.json(json.getBytes(StandardCharsets.UTF_8)).toByteArray());
        }
        return file.toByteArray();
    }
}
