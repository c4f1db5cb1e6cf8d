package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.store.postgresql.Incoming.Folded;
import dev.arceval.store.postgresql.Row.Key;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One call that adds traces.
 *
 * <p>The ids go first, and say which traces are new: those are copied into the table as fast as PostgreSQL takes rows. The
 * others are locked, read and merged. Traces are encoded before the transaction begins; what is run again after a failure is
 * only the transaction.
 */
final class Append {

    /** Answers with the ids that were there: mostly none, so that nothing goes back and forth. */
    private static final String CLAIM = """
            WITH given AS (
              SELECT trace_id COLLATE "C" AS trace_id, start
              FROM unnest(?::text[], ?::bigint[]) AS given (trace_id, start)),
            fresh AS (
              INSERT INTO known (trace_id, start) SELECT trace_id, start FROM given ORDER BY trace_id
              ON CONFLICT DO NOTHING RETURNING trace_id)
            SELECT trace_id FROM given
            WHERE (SELECT count(*) FROM fresh) < ? AND trace_id NOT IN (SELECT trace_id FROM fresh)""";

    static final String LOCK = """
            SELECT trace_id, start FROM known WHERE trace_id = ANY (?) ORDER BY trace_id FOR UPDATE""";

    private static final String STORED = """
            SELECT trace.trace_id, trace.start, trace.agent, trace.body
            FROM unnest(?::text[], ?::bigint[]) AS wanted (trace_id, start)
            JOIN trace ON trace.start = wanted.start AND trace.trace_id = wanted.trace_id
            WHERE trace.start >= ? AND trace.start <= ?""";

    private final RowCodec codec;
    private final Agents agents;
    private final Days days;
    private final int size;
    private boolean again;
    private final Map<String, Incoming> incoming = new LinkedHashMap<>();
    private final Map<String, Folded> folded = new HashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    Append(List<Trace> traces, RowCodec codec, Agents agents, Days days) {
        this.codec = codec;
        this.agents = agents;
        this.days = days;
        this.size = traces.size();
        for (int i = 0; i < traces.size(); i++) {
            Trace trace = traces.get(i);
            incoming.computeIfAbsent(trace.traceId(), id -> new Incoming()).add(i, trace);
        }
        incoming.forEach((id, given) -> {
            Folded whole = given.onto(null);
            folded.put(id, whole);
            rows.put(id, codec.encode(whole.trace()));
        });
    }

    List<Appended> to(Database database) {
        Set<String> names = new HashSet<>();
        rows.values().forEach(row -> names.add(row.agent()));
        agents.ids(names);
        return database.write(this::run);
    }

    private List<Appended> run(Connection connection) throws SQLException {
        if (again) {
            // Another writer may have removed a day, or the partitions made before were rolled back.
            days.forget();
        }
        again = true;
        days.ensure(
                connection,
                rows.values().stream().map(row -> Days.of(row.start())).toList());
        Appended[] effects = new Appended[size];
        Tally tally = new Tally();
        Set<String> known = claim(connection);
        List<Row> added = new ArrayList<>();
        List<String> others = new ArrayList<>();
        rows.forEach((id, row) -> {
            if (known.contains(id)) {
                others.add(id);
            } else {
                added.add(row);
                note(effects, id, Objects.requireNonNull(folded.get(id)));
            }
        });
        if (!others.isEmpty()) {
            added.addAll(merge(connection, others, effects, tally));
        }
        copy(connection, added, tally);
        tally.write(connection);
        return List.of(effects);
    }

    /** Makes the ids known that are not, and returns those that were. */
    private Set<String> claim(Connection connection) throws SQLException {
        List<Key> keys = rows.values().stream().map(Row::key).toList();
        Set<String> known = new HashSet<>();
        try (PreparedStatement statement = Sql.statement(
                        connection, CLAIM, Sql.ids(connection, keys), Sql.starts(connection, keys), keys.size());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                known.add(Sql.text(result, 1));
            }
        }
        return known;
    }

    /** Returns the rows that take the place of those that are stored. */
    private List<Row> merge(Connection connection, List<String> ids, Appended[] effects, Tally tally)
            throws SQLException {
        List<Key> keys = lock(connection, ids);
        if (keys.size() < ids.size()) {
            throw new SQLException("A trace was removed by another writer.", Problems.CONFLICT);
        }
        List<Row> changed = new ArrayList<>();
        List<Key> before = new ArrayList<>();
        try (PreparedStatement statement = stored(connection, keys);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                String id = Sql.text(result, 1);
                byte[] body = Sql.bytes(result, 4);
                Folded whole = fold(id, body);
                note(effects, id, whole);
                if (whole.isChanged()) {
                    Key key = new Key(id, result.getLong(2));
                    before.add(key);
                    changed.add(codec.encode(whole.trace()));
                    tally.removed(result.getInt(3), key.start(), body.length + Row.OVERHEAD);
                }
            }
        }
        replace(connection, before, changed);
        return changed;
    }

    /** Locks the traces that are stored, in one order for all writers, and returns where they are. */
    static List<Key> lock(Connection connection, List<String> ids) throws SQLException {
        List<Key> keys = new ArrayList<>();
        try (PreparedStatement statement = Sql.statement(connection, LOCK, Sql.texts(connection, ids));
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                keys.add(new Key(Sql.text(result, 1), result.getLong(2)));
            }
        }
        return keys;
    }

    private static PreparedStatement stored(Connection connection, List<Key> keys) throws SQLException {
        long first = keys.stream().mapToLong(Key::start).min().orElse(0);
        long last = keys.stream().mapToLong(Key::start).max().orElse(0);
        return Sql.statement(connection, STORED, Sql.ids(connection, keys), Sql.starts(connection, keys), first, last);
    }

    private Folded fold(String id, byte[] body) {
        Incoming given = Objects.requireNonNull(incoming.get(id));
        Row row = Objects.requireNonNull(rows.get(id));
        if (given.places().size() == 1 && Arrays.equals(row.body(), body)) {
            // The same once more, as after a batch is sent again: not worth reading.
            return new Folded(
                    Objects.requireNonNull(folded.get(id)).trace(), List.of(new Appended(Effect.DUPLICATE, 0)));
        }
        return given.onto(codec.decode(id, body));
    }

    private static void replace(Connection connection, List<Key> before, List<Row> after) throws SQLException {
        for (int i = 0; i < before.size(); i++) {
            Key old = before.get(i);
            long start = after.get(i).start();
            Sql.update(connection, "DELETE FROM trace WHERE start = ? AND trace_id = ?", old.start(), old.traceId());
            Sql.update(
                    connection,
                    "DELETE FROM score WHERE start = ? AND trace_id = ? AND origin = 0",
                    old.start(),
                    old.traceId());
            if (start != old.start()) {
                Sql.update(
                        connection,
                        "UPDATE score SET start = ? WHERE start = ? AND trace_id = ?",
                        start,
                        old.start(),
                        old.traceId());
                Sql.update(connection, "UPDATE known SET start = ? WHERE trace_id = ?", start, old.traceId());
            }
        }
    }

    private void copy(Connection connection, List<Row> added, Tally tally) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>();
        added.forEach(row -> names.add(row.agent()));
        Map<String, Integer> ids = agents.ids(names);
        try (CopyRows rows = new CopyRows(
                connection, "trace", "trace_id, agent, version, start, outcome, spans, pattern, terms, body")) {
            for (Row row : added) {
                int agent = Objects.requireNonNull(ids.get(row.agent()));
                rows.row(9)
                        .text(row.traceId())
                        .number(agent)
                        .text(row.version())
                        .number(row.start())
                        .text(row.outcome())
                        .number(row.spans())
                        .number(row.pattern())
                        .numbers(row.terms())
                        .bytes(row.body());
                tally.added(agent, row.start(), row.bytes());
            }
            rows.end();
        }
        List<Row> scored = added.stream().filter(row -> !row.scores().isEmpty()).toList();
        if (!scored.isEmpty()) {
            copyScores(connection, scored);
        }
    }

    private static void copyScores(Connection connection, List<Row> scored) throws SQLException {
        try (CopyRows rows = new CopyRows(connection, "score", "trace_id, start, origin, place, name, value")) {
            for (Row row : scored) {
                int place = 0;
                for (Evaluation evaluation : row.scores()) {
                    rows.row(6)
                            .text(row.traceId())
                            .number(row.start())
                            .number(AnnotationTables.RECORDED)
                            .number(place++)
                            .text(evaluation.name())
                            .number(Objects.requireNonNull(evaluation.score()).doubleValue());
                }
            }
            rows.end();
        }
    }

    private void note(Appended[] effects, String id, Folded whole) {
        List<Integer> places = Objects.requireNonNull(incoming.get(id)).places();
        for (int i = 0; i < places.size(); i++) {
            effects[places.get(i)] = whole.effects().get(i);
        }
    }
}
