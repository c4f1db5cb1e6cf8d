package dev.arceval.core.store;

import dev.arceval.core.store.TermIndex.Mark;
import dev.arceval.trace.TraceQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A query as SQL.
 *
 * <p>Where its order is that of an index, the first row comes at once and nothing is sorted. What only few traces have
 * (words, a conversation, a user, a tag, a score) is looked up first; then row numbers are sorted, and rows are read one by
 * one as the result is.
 *
 * <p>Words and patterns are hashes in part, so each row must be asked again: {@link #isExact}.
 */
final class QuerySql {

    private static final String COLUMNS = """
            SELECT trace.trace_id, (SELECT name FROM agent WHERE agent.id = trace.agent), trace.version, trace.start,
              trace.outcome, trace.spans, trace.body, trace.id
            """;

    static final String BY_ID = COLUMNS + "FROM trace WHERE trace_id = ?";

    static final String ROW = COLUMNS + "FROM trace WHERE id = ?";

    /** What retention may take: neither kept nor without a known start. */
    static final String MAY_GO = """
            start <> 0 AND id NOT IN
              (SELECT trace FROM mark WHERE kind = 0 AND mark IN ('pinned', 'legal-hold'))""";

    /** Rows of an agent before a time that retention may take, the oldest first. */
    static final String EXPIRED =
            COLUMNS + "FROM trace WHERE agent = (SELECT id FROM agent WHERE name = ?) AND start < ?" + " AND " + MAY_GO
                    + " ORDER BY start, trace_id LIMIT ?";

    /** Rows after a row, in the order they were added. */
    static final String ROWS_AFTER = COLUMNS + "FROM trace WHERE id > ? ORDER BY id LIMIT ?";

    private final List<String> sources = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> sourceValues = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final TraceQuery query;
    private final String start;

    private QuerySql(TraceQuery query) {
        this.query = query;
        this.start = query.pattern().isPresent() ? "of_pattern.start" : "trace.start";
        words();
        query.tag().ifPresent(tag -> source("SELECT trace AS id FROM mark WHERE kind = ? AND mark = ?", Mark.TAG, tag));
        query.feedback()
                .ifPresent(kind ->
                        source("SELECT trace AS id FROM mark WHERE kind = ? AND mark = ?", Mark.FEEDBACK, kind.name()));
        query.score()
                .ifPresent(range -> source(
                        "SELECT DISTINCT trace AS id FROM score WHERE name = ? AND value >= ? AND value <= ?",
                        range.evaluation(),
                        range.min(),
                        range.max()));
        query.pattern().ifPresent(pattern -> where("of_pattern.pattern = ?", Terms.hash(pattern)));
        query.traceId().ifPresent(id -> where("trace.trace_id = ?", id));
        query.agent().ifPresent(agent -> where("trace.agent = (SELECT id FROM agent WHERE name = ?)", agent));
        query.version().ifPresent(version -> where("trace.version = ?", version));
        query.from().ifPresent(from -> where(start + " >= ?", EpochNanos.of(from)));
        query.to().ifPresent(to -> where(start + " < ?", EpochNanos.of(to)));
        query.outcome().ifPresent(outcome -> where("trace.outcome = ?", OutcomeColumn.of(outcome)));
    }

    static QuerySql of(TraceQuery query) {
        return new QuerySql(query);
    }

    String sql() {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String order = " ORDER BY " + start + ", trace.trace_id";
        if (sources.isEmpty()) {
            String from = query.pattern().isPresent()
                    ? "FROM of_pattern CROSS JOIN trace ON trace.id = of_pattern.trace"
                    : "FROM trace";
            return COLUMNS + from + where + order;
        }
        StringBuilder from =
                new StringBuilder("(" + sources.get(0) + ") AS hit0 CROSS JOIN trace ON trace.id = hit0.id");
        for (int i = 1; i < sources.size(); i++) {
            from.append(" JOIN (").append(sources.get(i)).append(") AS hit").append(i);
            from.append(" ON trace.id = hit").append(i).append(".id");
        }
        if (query.pattern().isPresent()) {
            from.append(" JOIN of_pattern ON of_pattern.trace = trace.id AND of_pattern.start = trace.start");
        }
        // The limit, which limits nothing, keeps SQLite from joining first and sorting whole rows.
        return COLUMNS + "FROM (SELECT trace.id AS id FROM " + from + where + order
                + " LIMIT -1) AS hits CROSS JOIN trace ON trace.id = hits.id";
    }

    void bind(PreparedStatement statement) throws SQLException {
        int at = 1;
        for (Object value : sourceValues) {
            statement.setObject(at++, value);
        }
        for (Object value : values) {
            statement.setObject(at++, value);
        }
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

    /** Reads the number of the row a result stands on. */
    static long id(ResultSet result) throws SQLException {
        return result.getLong(8);
    }

    /** Whether every condition is one of columns, which {@link #accepts} checks. */
    boolean isExact() {
        return sources.isEmpty() && query.pattern().isEmpty();
    }

    /** Whether the row itself meets the conditions on columns, whatever an index says. */
    boolean accepts(Row row) {
        Instant started = EpochNanos.instant(row.start());
        return query.traceId().map(row.traceId()::equals).orElse(true)
                && query.agent().map(row.agent()::equals).orElse(true)
                && query.version().map(version -> version.equals(row.version())).orElse(true)
                && query.outcome()
                        .map(label -> OutcomeColumn.of(label) == row.outcome())
                        .orElse(true)
                && query.from().map(from -> !started.isBefore(from)).orElse(true)
                && query.to().map(started::isBefore).orElse(true);
    }

    TraceQuery query() {
        return query;
    }

    private void words() {
        Set<String> words = Terms.wanted(query);
        if (!words.isEmpty()) {
            // A quote is in no word.
            String match = words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" AND "));
            source("SELECT rowid AS id FROM word WHERE word MATCH ?", match);
        }
    }

    private void source(String sql, Object... given) {
        sources.add(sql);
        for (Object value : given) {
            sourceValues.add(value instanceof Mark mark ? mark.number() : value);
        }
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
