package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.AgentSummary;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions over a connection; for one thread at a time. With a connection of its own it sees the last commit and
 * never waits for the writer.
 */
final class SqliteReader implements AutoCloseable {

    private static final String AGENTS = """
            SELECT name, traces,
              (SELECT min(start) FROM trace WHERE trace.agent = agent.id),
              (SELECT max(start) FROM trace WHERE trace.agent = agent.id)
            FROM agent""";

    private static final String ANNOTATION = "SELECT body, checksum FROM annotation WHERE trace = ?";

    private static final String NUMBER = "SELECT id FROM trace WHERE trace_id = ?";

    private static final String OLDEST = "SELECT start, length(body) FROM trace WHERE agent = ? AND " + QuerySql.MAY_GO
            + " ORDER BY start, trace_id";

    private final Path file;
    private final Connection connection;
    private final Setup setup;
    private final RowDecoder decoder;

    SqliteReader(Path file, Connection connection, Setup setup) {
        this.file = file;
        this.connection = connection;
        this.setup = setup;
        this.decoder = new RowDecoder(setup.codec(), file);
    }

    /** Opens a connection of its own, which cannot write. */
    static SqliteReader open(Path file, Setup setup) throws SQLException {
        Connection connection = Sqlite.connectToRead(file);
        boolean open = false;
        try {
            Sqlite.run(
                    connection, "PRAGMA query_only = ON", "PRAGMA cell_size_check = ON", "PRAGMA busy_timeout = 5000");
            SqliteReader reader = new SqliteReader(file, connection, setup);
            open = true;
            return reader;
        } finally {
            if (!open) {
                connection.close();
            }
        }
    }

    Optional<Trace> find(String traceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QuerySql.BY_ID)) {
            statement.setString(1, traceId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.ofNullable(
                                decode(result, QuerySql.of(TraceQuery.all().traceId(traceId))))
                        : Optional.empty();
            }
        }
    }

    /** Returns the rows among which all matches are; closing the result closes its statement. */
    ResultSet find(QuerySql query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.sql());
        statement.closeOnCompletion();
        query.bind(statement);
        return statement.executeQuery();
    }

    /**
     * Reads the trace a result stands on. An index says that its columns are as wanted: the row itself must say so too.
     *
     * @return nothing if the trace does not match, though it has the same hashes as one that does
     */
    @Nullable
    Trace decode(ResultSet result, QuerySql sql) throws SQLException {
        Row row = QuerySql.row(result);
        Trace trace = decoder.decode(row);
        if (!sql.accepts(row)) {
            throw decoder.misplaced(row);
        }
        return sql.isExact() || matches(sql.query(), trace, QuerySql.id(result)) ? trace : null;
    }

    private boolean matches(TraceQuery query, Trace trace, long id) throws SQLException {
        String pattern = query.pattern().isPresent() ? setup.patterns().apply(trace) : "";
        boolean said = query.tag().isPresent()
                || query.feedback().isPresent()
                || query.score().isPresent();
        return query.matches(trace, pattern, said ? annotations(id) : Annotations.none());
    }

    /** Returns what was said about a trace; empty if there is no such trace. */
    Optional<Annotations> annotations(String traceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NUMBER)) {
            statement.setString(1, traceId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(annotations(result.getLong(1))) : Optional.empty();
            }
        }
    }

    /** Returns what was said about the trace in this row. */
    Annotations annotations(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANNOTATION)) {
            statement.setLong(1, id);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? annotations(id, result.getString(1), result.getInt(2)) : Annotations.none();
            }
        }
    }

    private Annotations annotations(long id, @Nullable String body, int checksum) {
        try {
            if (body != null && Row.checksum(id, body) == checksum) {
                return AnnotationJson.read(body);
            }
            throw damagedAnnotations(id, null);
        } catch (IllegalArgumentException unreadable) {
            throw damagedAnnotations(id, unreadable);
        }
    }

    private TraceStoreException damagedAnnotations(long id, @Nullable Throwable cause) {
        return new TraceStoreException(
                Problem.DAMAGED, "The annotations of row " + id + " in " + file + " are damaged.", cause);
    }

    /** See {@link dev.arceval.spi.TraceStore#cutoff}. */
    Optional<Instant> cutoff(String agent, long maxTraces, long maxBytes) throws SQLException {
        long id;
        long traces;
        long bytes;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, traces, bytes FROM agent WHERE name = ?")) {
            statement.setString(1, agent);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                id = result.getLong(1);
                traces = result.getLong(2) - maxTraces;
                bytes = result.getLong(3) - maxBytes;
            }
        }
        return traces <= 0 && bytes <= 0 ? Optional.empty() : firstToStay(id, traces, bytes);
    }

    private Optional<Instant> firstToStay(long agent, long tracesToGo, long bytesToGo) throws SQLException {
        long traces = tracesToGo;
        long bytes = bytesToGo;
        Optional<Instant> last = Optional.empty();
        try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
            statement.setLong(1, agent);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Instant start = EpochNanos.instant(result.getLong(1));
                    if (traces <= 0 && bytes <= 0) {
                        return Optional.of(start);
                    }
                    traces--;
                    bytes -= result.getLong(2) + Row.OVERHEAD;
                    last = Optional.of(start);
                }
            }
        }
        return last.map(start -> start.plusNanos(1));
    }

    List<AgentSummary> agents() throws SQLException {
        List<AgentSummary> agents = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(AGENTS);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                agents.add(new AgentSummary(
                        result.getString(1),
                        result.getLong(2),
                        EpochNanos.instant(result.getLong(3)),
                        EpochNanos.instant(result.getLong(4))));
            }
        }
        agents.sort(Comparator.comparing(AgentSummary::agent));
        return agents;
    }

    /** Ends whatever this reader is doing, from any thread. */
    void disconnect() throws SQLException {
        connection.close();
    }

    @Override
    public void close() throws SQLException {
        decoder.close();
        connection.close();
    }
}
