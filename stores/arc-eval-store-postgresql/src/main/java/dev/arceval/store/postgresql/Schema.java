package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore.Access;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The tables, and the way from each version to the next. A version's statements and its number are one transaction: a
 * migration that is killed has happened or has not. Of several processes that open a store at once, one migrates.
 */
final class Schema {

    /**
     * What each version adds to the one before.
     *
     * <p>A trace id is unique across days, which no index of a partitioned table can say: {@code known} says it, and names
     * the day. Whoever changes a trace locks its row there first. Counts are kept, not counted; each agent and day has four
     * rows of them, so that writers seldom wait for each other. Texts are compared by their bytes.
     */
    private static final String[][] VERSIONS = {
        {
            "CREATE TABLE schema_version (version integer NOT NULL)",
            "INSERT INTO schema_version VALUES (0)",
            """
            CREATE TABLE agent (
              id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              name text COLLATE "C" NOT NULL UNIQUE
            )""",
            """
            CREATE TABLE known (
              trace_id text COLLATE "C" PRIMARY KEY,
              start bigint NOT NULL
            )""",
            """
            CREATE TABLE trace (
              trace_id text COLLATE "C" NOT NULL,
              agent integer NOT NULL,
              version text COLLATE "C",
              start bigint NOT NULL, -- nanoseconds since 1970, 0 unknown
              outcome text COLLATE "C" NOT NULL,
              spans integer NOT NULL,
              pattern bigint NOT NULL, -- hash of the pattern's id
              terms integer[] NOT NULL, -- hashes of words
              body bytea NOT NULL, -- CRC32C, length, packed OTLP/JSON
              PRIMARY KEY (start, trace_id)
            ) PARTITION BY RANGE (start)""",
            // Bodies are packed already.
            "ALTER TABLE trace ALTER COLUMN body SET STORAGE EXTERNAL",
            "CREATE INDEX trace_by_agent ON trace (agent, start)",
            "CREATE INDEX trace_by_pattern ON trace (pattern, start)",
            "CREATE INDEX trace_by_terms ON trace USING gin (terms)",
            """
            CREATE TABLE score (
              trace_id text COLLATE "C" NOT NULL,
              start bigint NOT NULL, -- of the trace
              origin integer NOT NULL, -- 0 in the trace, 1 added later, 2 given by people
              place integer NOT NULL, -- among those of one origin
              name text COLLATE "C" NOT NULL,
              value double precision,
              label text,
              explanation text,
              PRIMARY KEY (start, trace_id, origin, place)
            ) PARTITION BY RANGE (start)""",
            "CREATE INDEX score_by_value ON score (name, value)",
            """
            CREATE TABLE feedback (
              trace_id text COLLATE "C" NOT NULL,
              place integer NOT NULL,
              correct boolean,
              score integer,
              notes text,
              corrected_output text,
              author text NOT NULL,
              time text NOT NULL, -- ISO 8601
              PRIMARY KEY (trace_id, place)
            )""",
            """
            CREATE TABLE tag (
              trace_id text COLLATE "C" NOT NULL,
              tag text COLLATE "C" NOT NULL,
              PRIMARY KEY (tag, trace_id)
            )""",
            "CREATE INDEX tag_by_trace ON tag (trace_id)",
            """
            CREATE TABLE tally (
              agent integer NOT NULL,
              day integer NOT NULL, -- since 1970
              slot integer NOT NULL,
              traces bigint NOT NULL,
              bytes bigint NOT NULL,
              PRIMARY KEY (agent, day, slot)
            )""",
            "CREATE INDEX tally_by_day ON tally (day)",
            """
            CREATE TABLE copy (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              place text COLLATE "C" NOT NULL,
              item text COLLATE "C" NOT NULL,
              UNIQUE (place, item)
            )""",
            """
            CREATE TABLE copied (
              trace_id text COLLATE "C" NOT NULL,
              copy bigint NOT NULL REFERENCES copy,
              PRIMARY KEY (trace_id, copy)
            )""",
            "CREATE INDEX copied_by_copy ON copied (copy)",
            "CREATE TABLE trace_before PARTITION OF trace FOR VALUES FROM (MINVALUE) TO (" + Days.FIRST * Days.NANOS
                    + ")",
            "CREATE TABLE trace_after PARTITION OF trace FOR VALUES FROM (" + Days.END * Days.NANOS + ") TO (MAXVALUE)",
            "CREATE TABLE score_before PARTITION OF score FOR VALUES FROM (MINVALUE) TO (" + Days.FIRST * Days.NANOS
                    + ")",
            "CREATE TABLE score_after PARTITION OF score FOR VALUES FROM (" + Days.END * Days.NANOS + ") TO (MAXVALUE)",
        },
        {
            // What a trace takes beside its body was taken to be 600 bytes.
            "UPDATE tally SET bytes = bytes + traces * " + (Row.OVERHEAD - 600),
        },
    };

    static final int NEWEST = VERSIONS.length;

    private Schema() {}

    /** Brings the store up to date, or makes it; to read, only looks whether it is. */
    static void open(Database database, Location location, Access access) {
        int version = database.read(connection -> version(connection, location));
        if (version > NEWEST) {
            throw new TraceStoreException(
                    Problem.NEWER_VERSION,
                    location + " has version " + version + "; this Arc-Eval reads up to version " + NEWEST
                            + ". Update Arc-Eval, or use another schema.",
                    null);
        }
        if (version == NEWEST) {
            return;
        }
        if (access == Access.READ) {
            throw new TraceStoreException(
                    Problem.MISSING,
                    version == 0
                            ? "There is no trace store in " + location + "."
                            : location + " has version " + version
                                    + ". Open it once to write, which brings it up to date.",
                    null);
        }
        database.write(connection -> upgrade(connection, location));
    }

    /** Lets one transaction at a time change tables. */
    static void lock(Connection connection) throws SQLException {
        Sql.run(connection, "SELECT pg_advisory_xact_lock(hashtextextended('arc-eval ' || current_schema(), 0))");
    }

    private static int version(Connection connection, Location location) throws SQLException {
        return Sql.number(
                                connection,
                                "SELECT count(*) FROM pg_tables WHERE schemaname = ? AND tablename = 'schema_version'",
                                location.schema())
                        == 0
                ? 0
                : (int) Sql.number(connection, "SELECT version FROM schema_version");
    }

    private static int upgrade(Connection connection, Location location) throws SQLException {
        // The schema may not be there yet, so this lock cannot go by it.
        Sql.run(connection, "SELECT pg_advisory_xact_lock(hashtextextended('" + location.schema() + "', 1))");
        if (Sql.number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname = ?", location.schema()) == 0) {
            Sql.run(connection, "CREATE SCHEMA " + location.schema());
        }
        for (int version = version(connection, location); version < NEWEST; version++) {
            Sql.run(connection, VERSIONS[version]);
            Sql.run(connection, "UPDATE schema_version SET version = " + (version + 1));
        }
        return NEWEST;
    }
}
