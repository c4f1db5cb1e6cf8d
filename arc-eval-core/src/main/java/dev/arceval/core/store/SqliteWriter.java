package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes; for one thread at a time. What is done in a {@link #transaction} is on the disk when that
 * returns; when it throws, nothing was done.
 */
final class SqliteWriter implements AutoCloseable {

    /** Rows handed to SQLite at once: one call per row takes more than twice the time. */
    private static final int CHUNK = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    private final Path file;
    private final Connection connection;
    private final Setup setup;
    private final SqliteReader reader;
    private final RowDecoder decoder;
    private final RowEncoder encoder;
    private final AgentTally agents;
    private final TermIndex index;
    private final CopyNotes copies;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement update;
    private final PreparedStatement expired;
    private final PreparedStatement delete;
    private long lastId;

    SqliteWriter(Connection connection, Setup setup, Path file) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.setup = setup;
        this.reader = new SqliteReader(file, connection, setup);
        this.decoder = new RowDecoder(setup.codec(), file);
        this.encoder = new RowEncoder(setup.codec());
        this.agents = new AgentTally(connection);
        this.index = new TermIndex(connection);
        this.copies = new CopyNotes(connection);
        this.insert = connection.prepareStatement("""
                INSERT INTO trace (agent, version, start, outcome, spans, body, trace_id, id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (trace_id) DO NOTHING""");
        this.select = connection.prepareStatement(QuerySql.BY_ID);
        this.update = connection.prepareStatement("""
                UPDATE trace SET agent = ?, version = ?, start = ?, outcome = ?, spans = ?, body = ?
                WHERE trace_id = ?""");
        this.expired = connection.prepareStatement(QuerySql.EXPIRED);
        this.delete = connection.prepareStatement("DELETE FROM trace WHERE id = ?");
    }

    /** Applies traces in order. */
    List<Appended> append(List<Draft> drafts) throws SQLException {
        List<Appended> effects = new ArrayList<>(drafts.size());
        for (int from = 0; from < drafts.size(); from += CHUNK) {
            append(drafts.subList(from, Math.min(from + CHUNK, drafts.size())), effects);
        }
        return effects;
    }

    private void append(List<Draft> drafts, List<Appended> effects) throws SQLException {
        long firstId = lastId + 1;
        for (Draft draft : drafts) {
            bind(insert, draft.row());
            insert.setLong(8, ++lastId);
            insert.addBatch();
        }
        int[] inserted = insert.executeBatch();
        for (int i = 0; i < inserted.length; i++) {
            Draft draft = drafts.get(i);
            if (inserted[i] == 1) {
                agents.added(draft.row());
                index.add(firstId + i, draft.row(), draft.terms());
                effects.add(new Appended(Effect.ADDED, draft.row().spans()));
            } else {
                effects.add(merged(draft));
            }
        }
        index.flush();
    }

    /** Removes at most {@code most} traces that are too old and returns how many those were. */
    int expire(String agent, Instant cutoff, int most) throws SQLException {
        Hits hits = new Hits();
        expired.setString(1, agent);
        expired.setObject(2, EpochNanos.of(cutoff));
        expired.setInt(3, most);
        try (ResultSet result = expired.executeQuery()) {
            while (result.next()) {
                hits.add(result);
            }
        }
        for (long id : hits.ids()) {
            remove(id);
        }
        return hits.ids().size();
    }

    Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) throws SQLException {
        select.setString(1, traceId);
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            long id = QuerySql.id(result);
            Annotations changed = change.apply(reader.annotations(id));
            index.annotate(id, changed);
            return Optional.of(changed);
        }
    }

    Deletion delete(TraceQuery query) throws SQLException {
        Hits hits = new Hits();
        QuerySql sql = QuerySql.of(query);
        try (ResultSet result = reader.find(sql)) {
            while (result.next()) {
                if (reader.decode(result, sql) != null) {
                    hits.add(result);
                }
            }
        }
        List<String> held = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        long spans = 0;
        long annotations = 0;
        for (int i = 0; i < hits.ids().size(); i++) {
            long id = hits.ids().get(i);
            if (reader.annotations(id).isHeld()) {
                held.add(hits.traceIds().get(i));
            } else {
                gone.add(hits.traceIds().get(i));
                spans += hits.spans().get(i);
                annotations += remove(id);
            }
        }
        // Of a trace that retention has taken there may still be copies.
        List<String> noted = new ArrayList<>(gone);
        query.traceId().filter(id -> !held.contains(id) && !gone.contains(id)).ifPresent(noted::add);
        List<Deletion.Copy> unreached = copies.take(noted);
        long notes =
                unreached.stream().mapToLong(copy -> copy.traceIds().size()).sum();
        Map<String, Long> removed = Map.of(
                "traces", (long) gone.size(), "spans", spans, "annotations", annotations, "notes of copies", notes);
        return new Deletion(gone, held, removed, unreached);
    }

    void copied(List<Deletion.Copy> made) throws SQLException {
        for (Deletion.Copy copy : made) {
            copies.add(copy);
        }
    }

    private Appended merged(Draft draft) throws SQLException {
        Row given = draft.row();
        select.setString(1, given.traceId());
        try (ResultSet result = select.executeQuery()) {
            Row stored = result.next() ? QuerySql.row(result) : null;
            if (stored == null || !stored.traceId().equals(given.traceId())) {
                throw decoder.misplaced(given);
            }
            return stored.isSame(given)
                    ? new Appended(Effect.DUPLICATE, 0)
                    : merged(QuerySql.id(result), stored, draft.trace());
        }
    }

    private Appended merged(long id, Row stored, Trace given) throws SQLException {
        Trace before = decoder.decode(stored);
        Trace merged = Merge.of(before, given);
        int newSpans = merged.spans().size() - before.spans().size();
        if (newSpans == 0) {
            return new Appended(Effect.DUPLICATE, 0);
        }
        Row after = encoder.encode(merged);
        // An entry that was added a moment ago must be there before it can be taken out.
        index.flush();
        index.remove(id, stored, Terms.of(before, setup.patterns()));
        index.add(id, after, Terms.of(merged, setup.patterns()));
        bind(update, after);
        update.executeUpdate();
        agents.removed(stored);
        agents.added(after);
        return new Appended(Effect.MERGED, newSpans);
    }

    /** Removes the trace in this row and what was made from it; returns how many annotations that were. */
    private int remove(long id) throws SQLException {
        Row row = row(id);
        try {
            index.remove(id, row, Terms.of(decoder.decode(row), setup.patterns()));
        } catch (TraceStoreException damaged) {
            // What it was found by cannot be told any more.
            Indexing.discard(connection);
        }
        agents.removed(row);
        delete.setLong(1, id);
        delete.executeUpdate();
        return index.removeAnnotations(id);
    }

    private Row row(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QuerySql.ROW)) {
            statement.setLong(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return QuerySql.row(result);
            }
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
     * Does all of {@code work} in one transaction.
     *
     * <p>It is begun and ended in SQL, not through the driver: that one keeps a note of its own of whether there is a
     * transaction, which is wrong once SQLite has rolled back by itself.
     */
    void transaction(List<? extends Work> work) throws SQLException {
        agents.begin();
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        boolean committed = false;
        try {
            lastId = Sqlite.number(connection, "SELECT max(id) FROM trace");
            for (Work each : work) {
                each.run();
            }
            agents.write();
            Sqlite.run(connection, "COMMIT");
            committed = true;
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            insert.clearBatch();
            index.clear();
            Sqlite.run(connection, "ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // A full disk and the like make SQLite do so itself; the error that led here says more.
            LOG.debug("no roll-back in {}", file, alreadyRolledBack);
        }
    }

    /** Sets after how many pages of log a commit moves it into the database; 0 for never. */
    void autoCheckpoint(int pages) throws SQLException {
        Sqlite.run(connection, "PRAGMA wal_autocheckpoint = " + pages);
    }

    /** Moves the log into the database and empties it; returns whether no reader was in the way. */
    boolean emptyLog() throws SQLException {
        return Sqlite.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    /** The same, but waits for nobody. */
    boolean emptyLogAtOnce() throws SQLException {
        Sqlite.run(connection, "PRAGMA busy_timeout = 0");
        return emptyLog();
    }

    @Override
    public void close() throws SQLException {
        encoder.close();
        decoder.close();
        reader.close();
        connection.close();
    }

    /** Something to do in a transaction. */
    interface Work {
        void run() throws SQLException;
    }

    /** Rows that were found. They are removed after the search has ended: it must not look at its own changes. */
    private record Hits(List<Long> ids, List<String> traceIds, List<Integer> spans) {

        Hits() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(ResultSet result) throws SQLException {
            Row row = QuerySql.row(result);
            ids.add(QuerySql.id(result));
            traceIds.add(row.traceId());
            spans.add(row.spans());
        }
    }
}
