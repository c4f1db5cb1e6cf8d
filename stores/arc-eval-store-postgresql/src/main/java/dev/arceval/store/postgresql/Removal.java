package dev.arceval.store.postgresql;

import dev.arceval.store.postgresql.Row.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes traces out of every table, row by row, within a writer's transaction. */
final class Removal {

    private final List<String> traceIds = new ArrayList<>();
    private final Set<Integer> days = new TreeSet<>();
    private long spans;
    private long annotated;

    /**
     * Removes traces that were locked.
     *
     * @param condition what they must still meet
     */
    static Removal of(Connection connection, List<Key> locked, String condition, Object... values) throws SQLException {
        Removal removal = new Removal();
        if (!locked.isEmpty()) {
            List<Key> gone = removal.removeTraces(connection, locked, condition, values);
            removal.removeWhatWasMade(connection, gone);
        }
        return removal;
    }

    List<String> traceIds() {
        return traceIds;
    }

    /** Returns the days whose partitions are not what they were. */
    Set<Integer> days() {
        return days;
    }

    long spans() {
        return spans;
    }

    /** Returns how many of the traces something was said about. */
    long annotated() {
        return annotated;
    }

    private List<Key> removeTraces(Connection connection, List<Key> locked, String condition, Object... values)
            throws SQLException {
        List<Object> given = new ArrayList<>();
        given.add(Sql.ids(connection, locked));
        given.add(Sql.starts(connection, locked));
        given.add(locked.stream().mapToLong(Key::start).min().orElse(0));
        given.add(locked.stream().mapToLong(Key::start).max().orElse(0));
        given.addAll(List.of(values));
        String sql = """
                DELETE FROM trace USING unnest(?::text[], ?::bigint[]) AS wanted (trace_id, start)
                WHERE trace.start = wanted.start AND trace.trace_id = wanted.trace_id
                  AND trace.start >= ? AND trace.start <= ? AND %s
                RETURNING trace.trace_id, trace.start, agent, spans, octet_length(body)""";
        List<Key> gone = new ArrayList<>();
        Tally tally = new Tally();
        try (PreparedStatement statement = Sql.statement(connection, String.format(sql, condition), given.toArray());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                Key key = new Key(Sql.text(result, 1), result.getLong(2));
                gone.add(key);
                traceIds.add(key.traceId());
                days.add(Days.of(key.start()));
                spans += result.getInt(4);
                tally.removed(result.getInt(3), key.start(), result.getLong(5) + Row.OVERHEAD);
            }
        }
        tally.write(connection);
        return gone;
    }

    private void removeWhatWasMade(Connection connection, List<Key> gone) throws SQLException {
        Set<String> said = new TreeSet<>();
        try (PreparedStatement statement =
                        Sql.statement(connection, """
                        DELETE FROM score USING unnest(?::text[], ?::bigint[]) AS wanted (trace_id, start)
                        WHERE score.start = wanted.start AND score.trace_id = wanted.trace_id
                        RETURNING score.trace_id, origin""", Sql.ids(connection, gone), Sql.starts(connection, gone));
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                if (result.getInt(2) != AnnotationTables.RECORDED) {
                    said.add(Sql.text(result, 1));
                }
            }
        }
        for (String table : List.of("feedback", "tag")) {
            try (PreparedStatement statement = Sql.statement(
                            connection,
                            "DELETE FROM " + table + " WHERE trace_id = ANY (?) RETURNING trace_id",
                            Sql.ids(connection, gone));
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    said.add(Sql.text(result, 1));
                }
            }
        }
        annotated = said.size();
        Sql.update(connection, "DELETE FROM known WHERE trace_id = ANY (?)", Sql.ids(connection, gone));
    }
}
