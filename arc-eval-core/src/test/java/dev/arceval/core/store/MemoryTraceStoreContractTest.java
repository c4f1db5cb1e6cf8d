package dev.arceval.core.store;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreContract;
import java.nio.file.Path;

final class MemoryTraceStoreContractTest extends TraceStoreContract {

    @Override
    protected TraceStore open(Path directory, TraceStore.Setup setup) {
        return new MemoryTraceStore(MemoryTraceStore.DEFAULT_MAX_BYTES, setup.patterns());
    }

    @Override
    protected boolean durable() {
        return false;
    }
}
