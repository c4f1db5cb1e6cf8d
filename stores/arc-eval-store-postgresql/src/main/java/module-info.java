/** The store of Arc-Eval that several processes share: a PostgreSQL database. */
module dev.arceval.store.postgresql {
    requires transitive dev.arceval.api;
    requires com.zaxxer.hikari;
    requires java.naming;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static org.checkerframework.checker.qual;
    requires static org.jspecify;

    exports dev.arceval.store.postgresql;

    provides dev.arceval.spi.TraceStore.Provider with
            dev.arceval.store.postgresql.PostgresqlTraceStore.Provider;
}
