package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The tables of the database file, and the way from each version to the next.
 *
 * <p>A version's statements and its number are written in one transaction: a migration that is killed has happened or has
 * not. A new file gets its name only when it is complete, so a file without content is never taken for a new store.
 */
final class Schema {

    /** "ArcE", where SQLite lets a file say whose it is. */
    static final int APPLICATION_ID = 0x41726345;

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
    };

    static final int NEWEST = VERSIONS.length;

    private Schema() {}

    /** Makes a new, empty database at {@code file}. */
    static void create(Path file) throws IOException, SQLException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        OwnerOnly.createFile(unfinished);
        try (Connection connection = Sqlite.connect(unfinished)) {
            Sqlite.run(connection, "PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA application_id = " + APPLICATION_ID);
            upgrade(connection, 0);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Brings an existing database to the newest version; changes nothing if it is not one of ours. */
    static void open(Connection connection, Path file) throws SQLException {
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
        upgrade(connection, (int) version);
    }

    private static void upgrade(Connection connection, int from) throws SQLException {
        for (int version = from; version < NEWEST; version++) {
            Sqlite.run(connection, "BEGIN IMMEDIATE");
            Sqlite.run(connection, VERSIONS[version]);
            Sqlite.run(connection, "PRAGMA user_version = " + (version + 1), "COMMIT");
        }
    }
}
