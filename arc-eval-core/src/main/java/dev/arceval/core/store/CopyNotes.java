package dev.arceval.core.store;

import dev.arceval.trace.Deletion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The notes of where copies of traces went, within the writer's transactions. */
final class CopyNotes {

    private final PreparedStatement insert;
    private final PreparedStatement find;
    private final PreparedStatement link;
    private final PreparedStatement of;
    private final PreparedStatement ofAny;
    private final PreparedStatement unlink;
    private final PreparedStatement forget;

    CopyNotes(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                "INSERT INTO copy (place, item) VALUES (?, ?) ON CONFLICT (place, item) DO NOTHING");
        find = connection.prepareStatement("SELECT id FROM copy WHERE place = ? AND item = ?");
        link = connection.prepareStatement("INSERT OR IGNORE INTO copied (trace_id, copy) VALUES (?, ?)");
        of = connection.prepareStatement("""
                SELECT copy.id, place, item FROM copied JOIN copy ON copy.id = copied.copy WHERE trace_id = ?
                ORDER BY place, item""");
        ofAny = connection.prepareStatement(
                "SELECT id, place, item FROM copy WHERE id NOT IN (SELECT copy FROM copied) ORDER BY place, item");
        unlink = connection.prepareStatement("DELETE FROM copied WHERE trace_id = ?");
        forget = connection.prepareStatement(
                "DELETE FROM copy WHERE id = ? AND id NOT IN (SELECT copy FROM copied WHERE copy = ?)");
    }

    void add(Deletion.Copy copy) throws SQLException {
        insert.setString(1, copy.where());
        insert.setString(2, copy.item());
        insert.executeUpdate();
        find.setString(1, copy.where());
        find.setString(2, copy.item());
        try (ResultSet result = find.executeQuery()) {
            result.next();
            link.setLong(2, result.getLong(1));
        }
        for (String traceId : copy.traceIds()) {
            link.setString(1, traceId);
            link.executeUpdate();
        }
    }

    /** Returns what was made from these traces, and may have been, and forgets that it was. */
    List<Deletion.Copy> take(List<String> traceIds) throws SQLException {
        Map<Long, Deletion.Copy> found = new LinkedHashMap<>();
        if (!traceIds.isEmpty()) {
            read(ofAny, "", found);
        }
        int ofAnyTrace = found.size();
        for (String traceId : traceIds) {
            of.setString(1, traceId);
            read(of, traceId, found);
            unlink.setString(1, traceId);
            unlink.executeUpdate();
        }
        List<Long> ids = new ArrayList<>(found.keySet());
        for (long id : ids.subList(ofAnyTrace, ids.size())) {
            forget.setLong(1, id);
            forget.setLong(2, id);
            forget.executeUpdate();
        }
        return List.copyOf(found.values());
    }

    private static void read(PreparedStatement statement, String traceId, Map<Long, Deletion.Copy> found)
            throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<String> traceIds = new ArrayList<>();
                Deletion.Copy known = found.get(result.getLong(1));
                if (known != null) {
                    traceIds.addAll(known.traceIds());
                }
                if (!traceId.isEmpty()) {
                    traceIds.add(traceId);
                }
                found.put(result.getLong(1), new Deletion.Copy(result.getString(2), result.getString(3), traceIds));
            }
        }
    }
}
