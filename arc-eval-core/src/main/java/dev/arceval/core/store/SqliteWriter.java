package dev.arceval.core.store;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes; for one thread at a time. Each call is one transaction: when it returns, what it did is
 * on the disk; when it throws, it did nothing.
 */
final class SqliteWriter implements AutoCloseable {

    /** Rows handed to SQLite at once: one call per row takes more than twice the time. */
    private static final int CHUNK = 256;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    private final Path file;
    private final Connection connection;
    private final RowDecoder decoder;
    private final RowEncoder encoder;
    private final AgentTally agents;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement update;
    private final PreparedStatement expire;

    SqliteWriter(Connection connection, TraceCodec codec, Path file) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.decoder = new RowDecoder(codec, file);
        this.encoder = new RowEncoder(codec);
        this.agents = new AgentTally(connection);
        this.insert = connection.prepareStatement("""
                INSERT INTO trace (agent, version, start, outcome, spans, body, trace_id) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (trace_id) DO NOTHING""");
        this.select = connection.prepareStatement(QuerySql.BY_ID);
        this.update = connection.prepareStatement("""
                UPDATE trace SET agent = ?, version = ?, start = ?, outcome = ?, spans = ?, body = ?
                WHERE trace_id = ?""");
        this.expire = connection.prepareStatement("""
                DELETE FROM trace WHERE agent = (SELECT id FROM agent WHERE name = ?) AND start < ?""");
    }

    /** Applies traces in order; {@code rows} are the same traces, encoded. */
    List<Appended> append(List<Trace> traces, List<Row> rows) throws SQLException {
        return transaction(() -> {
            List<Appended> effects = new ArrayList<>(rows.size());
            for (int from = 0; from < rows.size(); from += CHUNK) {
                int to = Math.min(from + CHUNK, rows.size());
                int[] inserted = insert(rows.subList(from, to));
                for (int i = from; i < to; i++) {
                    boolean isNew = inserted[i - from] == 1;
                    effects.add(isNew ? added(rows.get(i)) : merged(traces.get(i), rows.get(i)));
                }
            }
            return effects;
        });
    }

    long expire(String agent, Instant cutoff) throws SQLException {
        return transaction(() -> {
            expire.setString(1, agent);
            expire.setObject(2, EpochNanos.of(cutoff));
            int removed = expire.executeUpdate();
            if (removed > 0) {
                agents.add(agent, -removed);
            }
            return (long) removed;
        });
    }

    private int[] insert(List<Row> rows) throws SQLException {
        for (Row row : rows) {
            bind(insert, row);
            insert.addBatch();
        }
        return insert.executeBatch();
    }

    private Appended added(Row row) throws SQLException {
        agents.add(row.agent(), 1);
        return new Appended(Effect.ADDED, row.spans());
    }

    private Appended merged(Trace trace, Row row) throws SQLException {
        Row stored = stored(row);
        if (stored.isSame(row)) {
            return new Appended(Effect.DUPLICATE, 0);
        }
        Trace before = decoder.decode(stored);
        Row after = encoder.encode(Merge.of(before, trace));
        int newSpans = after.spans() - before.spans().size();
        if (newSpans == 0) {
            return new Appended(Effect.DUPLICATE, 0);
        }
        bind(update, after);
        update.executeUpdate();
        agents.add(stored.agent(), -1);
        agents.add(after.agent(), 1);
        return new Appended(Effect.MERGED, newSpans);
    }

    private Row stored(Row given) throws SQLException {
        select.setString(1, given.traceId());
        try (ResultSet result = select.executeQuery()) {
            Row stored = result.next() ? QuerySql.row(result) : null;
            if (stored == null || !stored.traceId().equals(given.traceId())) {
                throw decoder.misplaced(given);
            }
            return stored;
        }
    }

    private void bind(PreparedStatement statement, Row row) throws SQLException {
        statement.setLong(1, agents.id(row.agent()));
        statement.setString(2, row.version());
        statement.setLong(3, row.start());
        statement.setInt(4, row.outcome());
        statement.setInt(5, row.spans());
        statement.setBytes(6, row.body());
        statement.setString(7, row.traceId());
    }

    /**
     * The transaction is begun and ended in SQL, not through the driver: that one keeps a note of its own of whether there
     * is a transaction, which is wrong once SQLite has rolled back by itself.
     */
    private <R> R transaction(Work<R> work) throws SQLException {
        agents.begin();
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        boolean committed = false;
        try {
            R result = work.run();
            agents.write();
            Sqlite.run(connection, "COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            insert.clearBatch();
            Sqlite.run(connection, "ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // A full disk and the like make SQLite do so itself; the error that led here says more.
            LOG.debug("no roll-back in {}", file, alreadyRolledBack);
        }
    }

    @Override
    public void close() throws SQLException {
        encoder.close();
        decoder.close();
        connection.close();
    }

    private interface Work<R> {
        R run() throws SQLException;
    }
}
