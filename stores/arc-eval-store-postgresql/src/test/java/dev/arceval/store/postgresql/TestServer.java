package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.Access;
import dev.arceval.testkit.contract.PlainTraceCodec;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server of this build's own, and what the tests put into it. Stopped when the tests end. */
final class TestServer {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Path data;
    private EmbeddedPostgres server;
    private final int port;

    TestServer() {
        try {
            data = Files.createTempDirectory("arc-eval-postgresql");
            server = start(0);
            port = server.getPort();
            Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The one that tests share which do not stop it. */
    static TestServer shared() {
        return Shared.SERVER;
    }

    /** Started when first asked for: a process that only writes to it needs none of its own. */
    private static final class Shared {
        static final TestServer SERVER = new TestServer();
    }

    private EmbeddedPostgres start(int at) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                // What is acknowledged must have been written: the tests' server forces it like any other.
                .setServerConfig("fsync", "on")
                .setServerConfig("max_connections", "60");
        return (at == 0 ? builder : builder.setPort(at)).start();
    }

    /** Ends all transactions and starts again in the same place. */
    void restart() throws IOException {
        server.close();
        server = start(port);
    }

    void stop() {
        try {
            server.close();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void remove() {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    void startAgain() throws IOException {
        server = start(port);
    }

    int port() {
        return port;
    }

    /** Returns the location of a schema. */
    String location(String schema, String... options) {
        String more = options.length == 0 ? "" : "&" + String.join("&", options);
        return "//postgres@localhost:" + port + "/postgres?schema=" + schema + more;
    }

    PostgresqlTraceStore open(String schema, String... options) {
        return PostgresqlTraceStore.open(location(schema, options), setup());
    }

    /** Runs statements outside of any store and returns the first column of the last one's rows. */
    List<String> sql(String schema, String... statements) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&currentSchema=" + schema);
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            for (String sql : statements) {
                rows.clear();
                if (statement.execute(sql)) {
                    try (ResultSet result = statement.getResultSet()) {
                        while (result.next()) {
                            rows.add(result.getString(1));
                        }
                    }
                }
            }
            return rows;
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Traces with one span are of one pattern, and so on. */
    static TraceStore.Setup setup() {
        return new TraceStore.Setup(
                new PlainTraceCodec(), trace -> "pattern-" + trace.spans().size(), Access.WRITE);
    }

    static Trace trace(String traceId, String agent, Instant start) {
        return Trace.of(
                traceId,
                List.of(Span.builder("root", "answer")
                        .kind(Span.Kind.AGENT)
                        .agentName(agent)
                        .start(start)
                        .end(start.plusMillis(40))
                        .input("Where is order " + traceId + "?")
                        .output("On its way.")
                        .build()));
    }

    static List<Trace> all(TraceStore store) {
        try (Stream<Trace> traces = store.find(TraceQuery.all())) {
            return traces.toList();
        }
    }
}
