package dev.arceval.core.store;

import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreContract;
import java.nio.file.Path;

/** The store as it is put together in production. */
final class OtlpSqliteTraceStoreContractTest extends TraceStoreContract {

    @Override
    protected TraceStore open(Path directory, TraceStore.Setup setup) {
        return SqliteTraceStore.open(
                directory, new TraceStore.Setup(new OtlpTraceCodec(), setup.patterns(), setup.access()));
    }
}
