package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore.AgentSummary;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A connection that only reads; for one thread at a time. It sees the last commit and never waits for the writer. */
final class SqliteReader implements AutoCloseable {

    private static final String AGENTS = """
            SELECT name, traces,
              (SELECT min(start) FROM trace WHERE trace.agent = agent.id),
              (SELECT max(start) FROM trace WHERE trace.agent = agent.id)
            FROM agent""";

    private final Connection connection;
    private final RowDecoder decoder;

    SqliteReader(Path file, TraceCodec codec) throws SQLException {
        connection = Sqlite.connect(file);
        decoder = new RowDecoder(codec, file);
        Sqlite.run(connection, "PRAGMA query_only = ON", "PRAGMA cell_size_check = ON");
    }

    Optional<Trace> find(String traceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QuerySql.BY_ID)) {
            statement.setString(1, traceId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(decode(result, row -> row.traceId().equals(traceId)))
                        : Optional.empty();
            }
        }
    }

    /** Returns the rows that match; closing the result closes its statement. */
    ResultSet find(QuerySql query, int limit) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.sql());
        statement.closeOnCompletion();
        query.bind(statement, limit);
        return statement.executeQuery();
    }

    /** Reads the trace a result stands on, which an index says is {@code wanted}: the row itself must say so too. */
    Trace decode(ResultSet result, Predicate<Row> wanted) throws SQLException {
        Row row = QuerySql.row(result);
        Trace trace = decoder.decode(row);
        if (!wanted.test(row)) {
            throw decoder.misplaced(row);
        }
        return trace;
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
