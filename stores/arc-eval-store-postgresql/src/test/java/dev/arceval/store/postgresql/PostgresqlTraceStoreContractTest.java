package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreContract;
import java.nio.file.Path;

final class PostgresqlTraceStoreContractTest extends TraceStoreContract {

    @Override
    protected TraceStore open(Path directory, TraceStore.Setup setup) {
        String schema = "contract_" + Long.toHexString(Terms.hash(directory.toString()));
        return PostgresqlTraceStore.open(TestServer.shared().location(schema), setup);
    }

    @Override
    protected boolean exclusive() {
        return false;
    }
}
