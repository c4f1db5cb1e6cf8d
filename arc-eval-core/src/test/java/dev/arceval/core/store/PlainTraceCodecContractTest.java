package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.testkit.contract.PlainTraceCodec;
import dev.arceval.testkit.contract.TraceCodecContract;

/** The codec that tests of stores are run with is a codec. */
final class PlainTraceCodecContractTest extends TraceCodecContract {

    @Override
    protected TraceCodec codec() {
        return new PlainTraceCodec();
    }
}
