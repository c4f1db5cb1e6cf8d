/** The implementation of Arc-Eval. Exports nothing: users reach it through the doors of the API. */
module dev.arceval.core {
    requires com.github.benmanes.caffeine;
    requires static com.github.luben.zstd_jni;
    requires dev.arceval.api;
    requires static org.jspecify;
    requires java.management;
    requires java.sql;
    requires static jdk.management;
    requires org.apache.commons.statistics.distribution;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires re2j;
    requires tools.jackson.databind;

    uses dev.arceval.spi.Scorer;
    uses dev.arceval.spi.TraceContext;
    uses dev.arceval.spi.TraceFormat;
    uses dev.arceval.spi.TraceStore.Provider;

    provides dev.arceval.ArcEvalProvider with
            dev.arceval.core.CoreProvider;
    provides dev.arceval.spi.TraceStore.Provider with
            dev.arceval.core.store.MemoryTraceStore.Provider,
            dev.arceval.core.store.SqliteTraceStore.Provider;
}
