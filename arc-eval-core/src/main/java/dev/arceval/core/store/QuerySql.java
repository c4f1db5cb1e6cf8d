package dev.arceval.core.store;

import dev.arceval.trace.TraceQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A query as SQL. Every order it asks for is that of an index: nothing is sorted, the first row comes at once. */
final class QuerySql {

    private static final String ROWS = """
            SELECT trace_id, (SELECT name FROM agent WHERE agent.id = trace.agent), version, start, outcome, spans, body
            FROM trace""";

    static final String BY_ID = ROWS + " WHERE trace_id = ?";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final TraceQuery query;

    private QuerySql(TraceQuery query) {
        this.query = query;
        query.agent().ifPresent(agent -> where("agent = (SELECT id FROM agent WHERE name = ?)", agent));
        query.version().ifPresent(version -> where("version = ?", version));
        query.from().ifPresent(from -> where("start >= ?", EpochNanos.of(from)));
        query.to().ifPresent(to -> where("start < ?", EpochNanos.of(to)));
        query.outcome().ifPresent(outcome -> where("outcome = ?", OutcomeColumn.of(outcome)));
    }

    static QuerySql of(TraceQuery query) {
        return new QuerySql(query);
    }

    String sql() {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return ROWS + where + " ORDER BY start, trace_id LIMIT ?";
    }

    void bind(PreparedStatement statement, int limit) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        statement.setInt(values.size() + 1, limit);
    }

    /** Reads the row a result stands on. */
    static Row row(ResultSet result) throws SQLException {
        return new Row(
                text(result, 1),
                text(result, 2),
                result.getString(3),
                result.getLong(4),
                result.getInt(5),
                result.getInt(6),
                bytes(result, 7));
    }

    /** Whether the row itself meets the conditions, whatever an index says. */
    boolean accepts(Row row) {
        Instant start = EpochNanos.instant(row.start());
        return query.agent().map(row.agent()::equals).orElse(true)
                && query.version().map(version -> version.equals(row.version())).orElse(true)
                && query.outcome()
                        .map(label -> OutcomeColumn.of(label) == row.outcome())
                        .orElse(true)
                && query.from().map(from -> !start.isBefore(from)).orElse(true)
                && query.to().map(start::isBefore).orElse(true);
    }

    private void where(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    // Only a damaged file has a null here; what stands in for it fails the checksum.
    private static String text(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? "" : text;
    }

    private static byte[] bytes(ResultSet result, int column) throws SQLException {
        byte[] bytes = result.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }
}
