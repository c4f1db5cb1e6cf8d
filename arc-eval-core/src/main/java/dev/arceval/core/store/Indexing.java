package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Setup;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts traces into the index that were stored before there was one, or when patterns were told apart otherwise. It works in steps, each one a transaction, and notes how
 * far it came: killed half-way it goes on there.
 */
final class Indexing {

    /** Traces to a step: some ten megabytes of log. */
    private static final int STEP = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteTraceStore.class);

    private Indexing() {}

    /** A model that calls a tool twice, in an agent: what most agents do. */
    private static final Trace PROBE = Trace.of(
            "probe",
            List.of(
                    Span.builder("agent", "probe").kind(Span.Kind.AGENT).build(),
                    step("model", Span.Kind.LLM).operation("chat").model("m-1").build(),
                    step("one", Span.Kind.TOOL).toolName("search").build(),
                    step("two", Span.Kind.TOOL).toolName("search").build()));

    private static Span.Builder step(String id, Span.Kind kind) {
        return Span.builder(id, id).parentSpanId("agent").kind(kind);
    }

    /** Whether all traces are in the index by the patterns of this setup. */
    static boolean isFinished(Connection connection, Setup setup) throws SQLException {
        return !isUnfinished(connection) && isProbed(connection, setup);
    }

    private static boolean isProbed(Connection connection, Setup setup) throws SQLException {
        return Sqlite.number(connection, "SELECT count(*) FROM probe WHERE pattern = " + probe(setup)) > 0;
    }

    private static long probe(Setup setup) {
        return Terms.hash(setup.patterns().apply(PROBE));
    }

    /** Whether traces are missing in the index; one that is to be made anew is complete until then. */
    private static boolean isUnfinished(Connection connection) throws SQLException {
        return Sqlite.number(connection, "SELECT count(*) FROM indexing WHERE done >= 0") > 0;
    }

    /** Notes that the index must be made anew at the next opening; within the writer's transaction. */
    static void discard(Connection connection) throws SQLException {
        Sqlite.run(connection, "DELETE FROM indexing", "INSERT INTO indexing VALUES (-1)");
    }

    /** Indexes what is not. */
    static void finish(Connection connection, Setup setup, Path file) throws SQLException {
        if (!isProbed(connection, setup)) {
            Sqlite.run(
                    connection,
                    "BEGIN IMMEDIATE",
                    "INSERT INTO indexing SELECT -1 FROM trace WHERE NOT EXISTS (SELECT 1 FROM indexing) LIMIT 1",
                    "UPDATE indexing SET done = -1 WHERE EXISTS (SELECT 1 FROM probe)",
                    "DELETE FROM probe",
                    "INSERT INTO probe VALUES (" + probe(setup) + ")",
                    "COMMIT");
        }
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
