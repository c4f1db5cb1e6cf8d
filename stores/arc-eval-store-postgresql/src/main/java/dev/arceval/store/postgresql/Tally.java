package dev.arceval.store.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** How the counts of traces and bytes change in one transaction. Written last, as it is what writers may wait for. */
final class Tally {

    private static final String ADD = """
            INSERT INTO tally AS counted (agent, day, slot, traces, bytes) VALUES (?, ?, pg_backend_pid() % 4, ?, ?)
            ON CONFLICT (agent, day, slot)
            DO UPDATE SET traces = counted.traces + excluded.traces, bytes = counted.bytes + excluded.bytes""";

    private record AgentDay(int agent, int day) {}

    /** In one order for all writers, so that two never wait for each other. */
    private final Map<AgentDay, long[]> changes =
            new TreeMap<>(Comparator.comparingInt(AgentDay::agent).thenComparingInt(AgentDay::day));

    void added(int agent, long start, long bytes) {
        change(agent, start, 1, bytes);
    }

    void removed(int agent, long start, long bytes) {
        change(agent, start, -1, -bytes);
    }

    private void change(int agent, long start, int traces, long bytes) {
        long[] change = changes.computeIfAbsent(new AgentDay(agent, Days.of(start)), unused -> new long[2]);
        change[0] += traces;
        change[1] += bytes;
    }

    void write(Connection connection) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Map.Entry<AgentDay, long[]> change : changes.entrySet()) {
                statement.setInt(1, change.getKey().agent());
                statement.setInt(2, change.getKey().day());
                statement.setLong(3, change.getValue()[0]);
                statement.setLong(4, change.getValue()[1]);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
