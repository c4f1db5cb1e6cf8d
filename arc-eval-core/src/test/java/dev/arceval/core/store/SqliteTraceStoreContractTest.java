package dev.arceval.core.store;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreContract;
import java.nio.file.Path;

final class SqliteTraceStoreContractTest extends TraceStoreContract {

    @Override
    protected TraceStore open(Path directory, TraceStore.Setup setup) {
        return SqliteTraceStore.open(directory, setup);
    }
}
