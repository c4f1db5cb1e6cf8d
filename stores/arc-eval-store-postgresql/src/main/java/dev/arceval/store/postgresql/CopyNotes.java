package dev.arceval.store.postgresql;

import dev.arceval.trace.Deletion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The notes of where copies of traces went, within a writer's transaction. */
final class CopyNotes {

    private static final String ADD = """
            INSERT INTO copy AS noted (place, item) VALUES (?, ?)
            ON CONFLICT (place, item) DO UPDATE SET place = noted.place RETURNING id""";

    private static final String LINK = """
            INSERT INTO copied (trace_id, copy) SELECT trace_id, ? FROM unnest(?::text[]) AS given (trace_id)
            ON CONFLICT DO NOTHING""";

    private static final String OF_ANY = """
            SELECT id, place, item, '' FROM copy WHERE NOT EXISTS (SELECT FROM copied WHERE copied.copy = copy.id)
            ORDER BY place, item""";

    private static final String OF = """
            SELECT copy.id, place, item, trace_id FROM copied JOIN copy ON copy.id = copied.copy
            WHERE trace_id = ANY (?) ORDER BY trace_id, place, item""";

    private static final String FORGET = """
            DELETE FROM copy WHERE id = ? AND NOT EXISTS (SELECT FROM copied WHERE copied.copy = copy.id)""";

    private CopyNotes() {}

    static void add(Connection connection, Deletion.Copy copy) throws SQLException {
        long id = Sql.number(connection, ADD, copy.where(), copy.item());
        Sql.update(connection, LINK, id, Sql.texts(connection, copy.traceIds()));
    }

    /** Returns what was made from these traces, and may have been, and forgets that it was. */
    static List<Deletion.Copy> take(Connection connection, List<String> traceIds) throws SQLException {
        Map<Long, Deletion.Copy> found = new LinkedHashMap<>();
        if (traceIds.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement ofAny = connection.prepareStatement(OF_ANY)) {
            read(ofAny, found);
        }
        int ofAnyTrace = found.size();
        try (PreparedStatement of = Sql.statement(connection, OF, Sql.texts(connection, traceIds))) {
            read(of, found);
        }
        Sql.update(connection, "DELETE FROM copied WHERE trace_id = ANY (?)", Sql.texts(connection, traceIds));
        List<Long> ids = new ArrayList<>(found.keySet());
        for (long id : ids.subList(ofAnyTrace, ids.size())) {
            Sql.update(connection, FORGET, id);
        }
        return List.copyOf(found.values());
    }

    private static void read(PreparedStatement statement, Map<Long, Deletion.Copy> found) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<String> traceIds = new ArrayList<>();
                Deletion.Copy known = found.get(result.getLong(1));
                if (known != null) {
                    traceIds.addAll(known.traceIds());
                }
                String traceId = Sql.text(result, 4);
                if (!traceId.isEmpty()) {
                    traceIds.add(traceId);
                }
                found.put(result.getLong(1), new Deletion.Copy(Sql.text(result, 2), Sql.text(result, 3), traceIds));
            }
        }
    }
}
