package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts traces into the index that were stored before there was one. It works in steps, each one a transaction, and notes how
 * far it came: killed half-way it goes on there.
 */
final class Indexing {

    /** Traces to a step: some ten megabytes of log. */
    private static final int STEP = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    private Indexing() {}

    /** Whether traces are missing in the index; one that is to be made anew is complete until then. */
    static boolean isUnfinished(Connection connection) throws SQLException {
        return Sqlite.number(connection, "SELECT count(*) FROM indexing WHERE done >= 0") > 0;
    }

    /** Notes that the index must be made anew at the next opening; within the writer's transaction. */
    static void discard(Connection connection) throws SQLException {
        Sqlite.run(connection, "DELETE FROM indexing", "INSERT INTO indexing VALUES (-1)");
    }

    /** Indexes what is not. */
    static void finish(Connection connection, Setup setup, Path file) throws SQLException {
        if (Sqlite.number(connection, "SELECT count(*) FROM indexing") == 0) {
            return;
        }
        LOG.info("Indexing the traces in {}.", file);
        if (!isUnfinished(connection)) {
            Sqlite.run(
                    connection,
                    "BEGIN IMMEDIATE",
                    "INSERT INTO word (word) VALUES ('delete-all')",
                    "DELETE FROM of_pattern",
                    "DELETE FROM score WHERE origin = 0",
                    "UPDATE indexing SET done = 0",
                    "COMMIT");
        }
        TermIndex index = new TermIndex(connection);
        try (RowDecoder decoder = new RowDecoder(setup.codec(), file);
                PreparedStatement next = connection.prepareStatement(QuerySql.ROWS_AFTER)) {
            while (step(connection, next, decoder, index, setup)) {
                LOG.debug("indexed {} traces", STEP);
            }
        }
    }

    /** Returns whether there is more to do. */
    private static boolean step(
            Connection connection, PreparedStatement next, RowDecoder decoder, TermIndex index, Setup setup)
            throws SQLException {
        Sqlite.run(connection, "BEGIN IMMEDIATE");
        long done = Sqlite.number(connection, "SELECT done FROM indexing");
        int rows = 0;
        next.setLong(1, done);
        next.setInt(2, STEP);
        try (ResultSet result = next.executeQuery()) {
            for (; result.next(); rows++) {
                done = QuerySql.id(result);
                add(index, done, QuerySql.row(result), decoder, setup);
            }
        }
        index.flush();
        boolean more = rows == STEP;
        Sqlite.run(connection, more ? "UPDATE indexing SET done = " + done : "DELETE FROM indexing", "COMMIT");
        return more;
    }

    private static void add(TermIndex index, long id, Row row, RowDecoder decoder, Setup setup) throws SQLException {
        try {
            index.add(id, row, Terms.of(decoder.decode(row), setup.patterns()));
        } catch (TraceStoreException damaged) {
            // It says so itself to whoever asks for it.
            LOG.warn("Not indexed: {}", damaged.getMessage());
        }
    }
}
