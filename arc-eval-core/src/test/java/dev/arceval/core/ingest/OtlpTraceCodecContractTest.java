package dev.arceval.core.ingest;

import dev.arceval.spi.TraceCodec;
import dev.arceval.testkit.contract.TraceCodecContract;

final class OtlpTraceCodecContractTest extends TraceCodecContract {

    @Override
    protected TraceCodec codec() {
        return new OtlpTraceCodec();
    }
}
