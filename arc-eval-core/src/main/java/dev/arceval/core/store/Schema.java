package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The tables of the database file, and the way from each version to the next.
 *
 * <p>A version's statements and its number are written in one transaction: a migration that is killed has happened or has
 * not. A new file gets its name only when it is complete, so a file without content is never taken for a new store.
 */
final class Schema {

    /** "ArcE", where SQLite lets a file say whose it is. */
    static final int APPLICATION_ID = 0x41726345;

    /** What versions before 4 took a trace to need beside its body. */
    private static final int FIRST_OVERHEAD = 250;

    /**
     * What each version adds to the one before.
     *
     * <p>Indexes carry the trace id because it is part of the order, and the outcome because it is what is most often
     * filtered by; it costs a byte at most. The count per agent is kept, not counted; its oldest and newest trace are the
     * ends of an index.
     */
    private static final String[][] VERSIONS = {
        {
            "CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, traces INTEGER NOT NULL)",
            """
            CREATE TABLE trace (
              id INTEGER PRIMARY KEY,
              trace_id TEXT NOT NULL,
              agent INTEGER NOT NULL REFERENCES agent,
              version TEXT,
              start INTEGER NOT NULL, -- nanoseconds since 1970, 0 unknown
              outcome INTEGER NOT NULL, -- 0 success, 1 failure, 2 aborted, 3 unknown
              spans INTEGER NOT NULL,
              body BLOB NOT NULL -- format, CRC32C, length, packed OTLP/JSON
            )""",
            "CREATE UNIQUE INDEX trace_by_id ON trace (trace_id)",
            "CREATE INDEX trace_by_start ON trace (start, trace_id, outcome)",
            "CREATE INDEX trace_by_agent ON trace (agent, start, trace_id, outcome)",
        },
        {
            "ALTER TABLE agent ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
            "UPDATE agent SET bytes = (SELECT sum(length(body) + " + FIRST_OVERHEAD
                    + ") FROM trace WHERE trace.agent = agent.id)",
            // Beside the table of traces: a column after the bodies could only be read by reading through them.
            """
            CREATE TABLE of_pattern (
              pattern INTEGER NOT NULL, -- hash of the pattern's id
              start INTEGER NOT NULL,
              trace INTEGER NOT NULL REFERENCES trace,
              PRIMARY KEY (pattern, start, trace)
            ) WITHOUT ROWID""",
            // Only which trace has which word: where it stands nobody asks, and the text itself is in the body.
            "CREATE VIRTUAL TABLE word USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')",
            "INSERT INTO word (word, rank) VALUES ('secure-delete', 1)",
            """
            CREATE TABLE annotation (
              trace INTEGER PRIMARY KEY REFERENCES trace,
              body TEXT NOT NULL, -- JSON
              checksum INTEGER NOT NULL -- CRC32C
            )""",
            """
            CREATE TABLE mark (
              kind INTEGER NOT NULL, -- 0 tag, 1 feedback
              mark TEXT NOT NULL,
              trace INTEGER NOT NULL REFERENCES trace,
              PRIMARY KEY (kind, mark, trace)
            ) WITHOUT ROWID""",
            "CREATE INDEX mark_by_trace ON mark (trace)",
            """
            CREATE TABLE score (
              name TEXT NOT NULL,
              value REAL NOT NULL,
              trace INTEGER NOT NULL REFERENCES trace,
              origin INTEGER NOT NULL, -- 0 in the trace, 1 annotation
              PRIMARY KEY (name, value, trace, origin)
            ) WITHOUT ROWID""",
            "CREATE INDEX score_by_trace ON score (trace)",
            "CREATE TABLE copy (id INTEGER PRIMARY KEY, place TEXT NOT NULL, item TEXT NOT NULL, UNIQUE (place, item))",
            """
            CREATE TABLE copied (
              trace_id TEXT NOT NULL,
              copy INTEGER NOT NULL REFERENCES copy,
              PRIMARY KEY (trace_id, copy)
            ) WITHOUT ROWID""",
            "CREATE INDEX copied_by_copy ON copied (copy)",
            // Has a row while traces are not in the index: the last one that is, or -1 if all is to be made anew.
            "CREATE TABLE indexing (done INTEGER NOT NULL)",
            "INSERT INTO indexing SELECT 0 FROM trace LIMIT 1",
        },
        {
            // The pattern of a known trace, which tells whether patterns are still told apart as they were.
            "CREATE TABLE probe (pattern INTEGER NOT NULL)",
        },
        {
            "UPDATE agent SET bytes = bytes + traces * " + (Row.OVERHEAD - FIRST_OVERHEAD),
        },
    };

    static final int NEWEST = VERSIONS.length;

    private Schema() {}

    /** Makes a new, empty database at {@code file}. */
    static void create(Path file) throws IOException, SQLException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        OwnerOnly.createFile(unfinished);
        create(unfinished, NEWEST);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        OwnerOnly.forceDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /** Makes a database of this version, without forcing it to disk: it has no name yet that anybody looks for. */
    static void create(Path file, int version) throws SQLException {
        try (Connection connection = Sqlite.connect(file)) {
            Sqlite.run(
                    connection,
                    "PRAGMA synchronous = OFF",
                    "PRAGMA auto_vacuum = INCREMENTAL",
                    "PRAGMA application_id = " + APPLICATION_ID);
            upgrade(connection, 0, version);
        }
    }

    /** Brings an existing database to the newest version; changes nothing if it is not one of ours. */
    static void open(Connection connection, Path file) throws SQLException {
        upgrade(connection, version(connection, file), NEWEST);
    }

    /** Whether a database is of the newest version. */
    static boolean isNewest(Connection connection, Path file) throws SQLException {
        return version(connection, file) == NEWEST;
    }

    private static int version(Connection connection, Path file) throws SQLException {
        long version = Sqlite.number(connection, "PRAGMA user_version");
        if (Sqlite.number(connection, "PRAGMA application_id") != APPLICATION_ID || version < 1) {
            throw new TraceStoreException(Problem.DAMAGED, file + " was not written by Arc-Eval.", null);
        }
        if (version > NEWEST) {
            throw new TraceStoreException(
                    Problem.NEWER_VERSION,
                    file + " has version " + version + "; this Arc-Eval reads up to version " + NEWEST
                            + ". Update Arc-Eval, or use another directory.",
                    null);
        }
        return (int) version;
    }

    private static void upgrade(Connection connection, int from, int to) throws SQLException {
        for (int version = from; version < to; version++) {
            Sqlite.run(connection, "BEGIN IMMEDIATE");
            Sqlite.run(connection, VERSIONS[version]);
            Sqlite.run(connection, "PRAGMA user_version = " + (version + 1), "COMMIT");
        }
    }
}
