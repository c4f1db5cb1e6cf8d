package dev.arceval.store.postgresql;

import dev.arceval.store.postgresql.Row.Key;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.TraceQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query as SQL, read page by page: each page begins behind the last trace of the one before, so no transaction stays open
 * while the caller thinks.
 *
 * <p>Words and patterns are hashes, so what was found by them must be asked again: {@link #toAskAgain}.
 */
final class QuerySql {

    /** Rows of a page are left out once those before them hold so many bytes. */
    static final int PAGE_BYTES = 8 << 20;

    private static final String PAGE = """
            SELECT trace_id, start, body, of_page FROM (
              SELECT trace_id, start, body, count(*) OVER () AS of_page,
                sum(octet_length(body)) OVER (ORDER BY start, trace_id) - octet_length(body) AS bytes_before
              FROM (SELECT trace.trace_id, trace.start, trace.body FROM trace%s
                    ORDER BY trace.start, trace.trace_id LIMIT ?) AS page
            ) AS sized WHERE bytes_before < %s ORDER BY start, trace_id""";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final int[] terms;
    private final TraceQuery toAskAgain;

    QuerySql(TraceQuery query) {
        terms = Terms.wanted(query);
        toAskAgain = hashed(query);
        // The day comes from another table: without it each day would be looked at.
        query.traceId()
                .ifPresent(id -> where(
                        "trace.start = (SELECT start FROM known WHERE known.trace_id = ?) AND trace.trace_id = ?",
                        id,
                        id));
        query.agent().ifPresent(agent -> where("trace.agent = (SELECT id FROM agent WHERE name = ?)", agent));
        query.version().ifPresent(version -> where("trace.version = ?", version));
        query.from().ifPresent(from -> where("trace.start >= ?", EpochNanos.nearest(from)));
        query.to().ifPresent(to -> where("trace.start < ?", EpochNanos.nearest(to)));
        // A time beyond those that can be stored is nearest to one that can: it must not take that one in.
        query.from()
                .filter(from -> EpochNanos.of(from).isEmpty() && EpochNanos.nearest(from) > 0)
                .ifPresent(never -> where("false"));
        query.to()
                .filter(to -> EpochNanos.of(to).isEmpty() && EpochNanos.nearest(to) > 0)
                .ifPresent(always ->
                        conditions.replaceAll(sql -> sql.equals("trace.start < ?") ? "trace.start <= ?" : sql));
        query.outcome().ifPresent(outcome -> where("trace.outcome = ?", outcome.name()));
        query.pattern().ifPresent(pattern -> where("trace.pattern = ?", Terms.hash(pattern)));
        query.tag()
                .ifPresent(tag ->
                        where("EXISTS (SELECT FROM tag WHERE tag.trace_id = trace.trace_id AND tag.tag = ?)", tag));
        query.feedback()
                .ifPresent(kind -> where("EXISTS (SELECT FROM feedback WHERE feedback.trace_id = trace.trace_id"
                        + " AND " + isOf(kind) + ")"));
        query.score()
                .ifPresent(range -> where(
                        "EXISTS (SELECT FROM score WHERE score.start = trace.start AND score.trace_id = trace.trace_id"
                                + " AND score.name = ? AND score.value >= ? AND score.value <= ?)",
                        range.evaluation(),
                        range.min(),
                        range.max()));
    }

    /** Returns the statement for at most {@code most} traces behind {@code last}. */
    PreparedStatement page(Connection connection, @Nullable Key last, int most) throws SQLException {
        List<String> all = new ArrayList<>(conditions);
        List<Object> given = new ArrayList<>(values);
        if (terms.length > 0) {
            all.add("trace.terms @> ?");
            Object[] boxed = new Object[terms.length];
            for (int i = 0; i < terms.length; i++) {
                boxed[i] = terms[i];
            }
            given.add(connection.createArrayOf("int4", boxed));
        }
        if (last != null) {
            // The first of the two is what leaves out days.
            all.add("trace.start >= ? AND (trace.start, trace.trace_id) > (?, ?)");
            given.add(last.start());
            given.add(last.start());
            given.add(last.traceId());
        }
        given.add(most);
        String where = all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
        return Sql.statement(connection, String.format(PAGE, where, PAGE_BYTES), given.toArray());
    }

    /** Returns the conditions that a trace may seem to meet though it does not; none means that the result is exact. */
    TraceQuery toAskAgain() {
        return toAskAgain;
    }

    private static TraceQuery hashed(TraceQuery query) {
        TraceQuery hashed = TraceQuery.all();
        hashed = query.text().isPresent() ? hashed.text(query.text().get()) : hashed;
        hashed = query.framework().isPresent()
                ? hashed.framework(query.framework().get())
                : hashed;
        hashed = query.conversation().isPresent()
                ? hashed.conversation(query.conversation().get())
                : hashed;
        hashed = query.user().isPresent() ? hashed.user(query.user().get()) : hashed;
        hashed = query.model().isPresent() ? hashed.model(query.model().get()) : hashed;
        return query.pattern().isPresent() ? hashed.pattern(query.pattern().get()) : hashed;
    }

    private static String isOf(Feedback.Kind kind) {
        return switch (kind) {
            case ANY -> "true";
            case CORRECT -> "correct";
            case INCORRECT -> "NOT correct";
            case CORRECTED -> "corrected_output IS NOT NULL";
        };
    }

    private void where(String condition, Object... given) {
        conditions.add(condition);
        values.addAll(List.of(given));
    }
}
