package dev.arceval.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Keeps the table of agents in step with the table of traces, within the writer's transactions. */
final class AgentTally {

    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement count;
    private final PreparedStatement forget;
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, long[]> changes = new HashMap<>();

    AgentTally(Connection connection) throws SQLException {
        find = connection.prepareStatement("SELECT id FROM agent WHERE name = ?");
        insert = connection.prepareStatement(
                "INSERT INTO agent (name, traces, bytes) VALUES (?, 0, 0) ON CONFLICT (name) DO NOTHING");
        count = connection.prepareStatement("UPDATE agent SET traces = traces + ?, bytes = bytes + ? WHERE id = ?");
        forget = connection.prepareStatement("DELETE FROM agent WHERE id = ? AND traces = 0");
    }

    /** Forgets what an earlier transaction, perhaps one that was rolled back, has left. */
    void begin() {
        ids.clear();
        changes.clear();
    }

    /** Returns the agent's number; a new agent gets one. */
    long id(String agent) throws SQLException {
        Long known = ids.get(agent);
        if (known != null) {
            return known;
        }
        insert.setString(1, agent);
        insert.executeUpdate();
        find.setString(1, agent);
        try (ResultSet result = find.executeQuery()) {
            result.next();
            long id = result.getLong(1);
            ids.put(agent, id);
            return id;
        }
    }

    void added(Row row) throws SQLException {
        change(row, 1);
    }

    void removed(Row row) throws SQLException {
        change(row, -1);
    }

    private void change(Row row, int sign) throws SQLException {
        long[] change = changes.computeIfAbsent(id(row.agent()), unused -> new long[2]);
        change[0] += sign;
        change[1] += sign * row.bytes();
    }

    /** Writes the counts; an agent without traces is no longer one. */
    void write() throws SQLException {
        for (Map.Entry<Long, long[]> change : changes.entrySet()) {
            count.setLong(1, change.getValue()[0]);
            count.setLong(2, change.getValue()[1]);
            count.setLong(3, change.getKey());
            count.executeUpdate();
        }
        for (Long id : ids.values()) {
            forget.setLong(1, id);
            forget.executeUpdate();
        }
    }
}
