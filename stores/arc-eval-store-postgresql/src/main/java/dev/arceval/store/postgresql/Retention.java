package dev.arceval.store.postgresql;

import dev.arceval.store.postgresql.Row.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes what is too old. A day that holds nothing but traces that go is dropped as a whole; of other days the rows are
 * removed one by one. Where several agents keep their traces for the same time, the last one of them drops the day.
 */
final class Retention {

    /** Traces that one transaction removes row by row: others may write in between. */
    private static final int AT_ONCE = 2_000;

    /** Neither kept nor without a known start. */
    private static final String MAY_GO =
            "trace.start <> 0 AND NOT EXISTS (SELECT FROM tag WHERE tag.trace_id = trace.trace_id"
                    + " AND tag.tag IN ('pinned', 'legal-hold'))";

    private static final String DAYS = """
            SELECT day FROM tally WHERE day >= ? AND day < ?
            GROUP BY day HAVING coalesce(sum(traces) FILTER (WHERE agent <> ?), 0) = 0 ORDER BY day""";

    private static final String OF_OTHERS = "SELECT coalesce(sum(traces), 0) FROM tally WHERE day = ? AND agent <> ?";

    private static final String FORGET_DAY = """
            WITH gone AS (DELETE FROM tally WHERE day = ? RETURNING traces) SELECT coalesce(sum(traces), 0) FROM gone""";

    private static final String EXPIRED = "SELECT trace_id FROM trace WHERE agent = ? AND start < ? AND " + MAY_GO
            + " ORDER BY start, trace_id LIMIT " + AT_ONCE;

    private static final String OLDEST =
            "SELECT start, octet_length(body) FROM trace WHERE agent = ? AND " + MAY_GO + " ORDER BY start, trace_id";

    private final Database database;
    private final Days days;

    Retention(Database database, Days days) {
        this.database = database;
        this.days = days;
    }

    /** See {@link dev.arceval.spi.TraceStore#expire}. */
    long expire(int agent, Instant cutoff) {
        long before = EpochNanos.nearest(cutoff);
        long removed = 0;
        for (int day : wholeDays(agent, before)) {
            removed += database.write(connection -> drop(connection, agent, day));
            days.forget();
        }
        List<String> step;
        do {
            step = database.read(connection -> expired(connection, agent, before));
            List<String> ids = step;
            if (!ids.isEmpty()) {
                removed += database.write(connection -> remove(connection, agent, before, ids));
            }
        } while (step.size() == AT_ONCE);
        return removed;
    }

    private List<Integer> wholeDays(int agent, long before) {
        return database.read(connection -> {
            List<Integer> whole = new ArrayList<>();
            try (PreparedStatement statement =
                            Sql.statement(connection, DAYS, Days.FIRST, Math.min(Days.END, Days.of(before)), agent);
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    whole.add(result.getInt(1));
                }
            }
            return whole;
        });
    }

    /**
     * Drops a day unless somebody else has traces there, one of them is to be kept, or somebody looks at it for long. Writers
     * wait meanwhile: what was true before they did must be looked at again.
     */
    private static long drop(Connection connection, int agent, int day) throws SQLException {
        String trace = "trace" + Days.suffix(day);
        String score = "score" + Days.suffix(day);
        Schema.lock(connection);
        if (Sql.number(connection, "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)", trace) == 0) {
            return 0;
        }
        if (!isWhole(connection, agent, day, trace)) {
            return 0;
        }
        Sql.run(connection, "SET LOCAL lock_timeout = '1s'");
        try {
            Sql.run(
                    connection,
                    "LOCK TABLE ONLY trace, ONLY score, " + trace + ", " + score + " IN ACCESS EXCLUSIVE MODE");
        } catch (SQLException error) {
            if (Problems.state(error).equals(Problems.LOCKED)) {
                connection.rollback();
                return 0;
            }
            throw error;
        }
        if (!isWhole(connection, agent, day, trace)) {
            return 0;
        }
        for (String table : List.of("tag", "feedback", "known")) {
            Sql.run(
                    connection,
                    "DELETE FROM " + table + " USING " + trace + " WHERE " + table + ".trace_id = " + trace
                            + ".trace_id");
        }
        long removed = Sql.number(connection, FORGET_DAY, day);
        Sql.run(connection, "DROP TABLE " + trace + ", " + score);
        return removed;
    }

    /** Whether a day holds nothing but traces that go. */
    private static boolean isWhole(Connection connection, int agent, int day, String trace) throws SQLException {
        return Sql.number(connection, OF_OTHERS, day, agent) == 0
                && Sql.number(
                                connection,
                                "SELECT count(*) FROM tag JOIN " + trace + " USING (trace_id)"
                                        + " WHERE tag IN ('pinned', 'legal-hold')")
                        == 0;
    }

    private static List<String> expired(Connection connection, int agent, long before) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement statement = Sql.statement(connection, EXPIRED, agent, before);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                ids.add(Sql.text(result, 1));
            }
        }
        return ids;
    }

    private static long remove(Connection connection, int agent, long before, List<String> ids) throws SQLException {
        List<Key> locked = Append.lock(connection, ids);
        return Removal.of(connection, locked, "trace.agent = ? AND trace.start < ? AND " + MAY_GO, agent, before)
                .traceIds()
                .size();
    }

    /** See {@link dev.arceval.spi.TraceStore#cutoff}. */
    Optional<Instant> cutoff(int agent, long maxTraces, long maxBytes) {
        return database.read(connection -> {
            long traces = Sql.number(connection, "SELECT sum(traces) FROM tally WHERE agent = ?", agent) - maxTraces;
            long bytes = Sql.number(connection, "SELECT sum(bytes) FROM tally WHERE agent = ?", agent) - maxBytes;
            return traces <= 0 && bytes <= 0
                    ? Optional.<Instant>empty()
                    : firstToStay(connection, agent, traces, bytes);
        });
    }

    private static Optional<Instant> firstToStay(Connection connection, int agent, long tracesToGo, long bytesToGo)
            throws SQLException {
        long traces = tracesToGo;
        long bytes = bytesToGo;
        Optional<Instant> last = Optional.empty();
        // Within a transaction the rows come in portions.
        connection.setAutoCommit(false);
        try (PreparedStatement statement = Sql.statement(connection, OLDEST, agent)) {
            statement.setFetchSize(2_000);
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
}
