package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreKillContract;
import java.nio.file.Path;
import java.util.List;

/** What is in the database after a process that writes to it was killed. At length: {@code checks/postgresql.sh}. */
final class ClientKillTest extends TraceStoreKillContract {

    private static final String SCHEMA = "kills";
    private static final String STILL_THERE =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed' AND pid <> pg_backend_pid()";

    @Override
    protected String place(Path empty) {
        return TestServer.shared().location(SCHEMA, "ApplicationName=killed");
    }

    @Override
    protected TraceStore open(String place, TraceStore.Setup setup) {
        return PostgresqlTraceStore.open(place, setup);
    }

    /** The server may still be at what the killed process sent last. */
    @Override
    protected void killed(String place) {
        while (!TestServer.shared().sql(SCHEMA, STILL_THERE).equals(List.of("0"))) {
            Thread.onSpinWait();
        }
    }
}
