package dev.arceval.store.postgresql;

import dev.arceval.store.postgresql.Row.Key;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.TraceQuery.ScoreRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was said about traces, as rows that any SQL tool shows. */
final class AnnotationTables {

    /** Who gave a score: the trace itself, an annotation, or people. */
    static final int RECORDED = 0;

    private static final int ADDED = 1;
    private static final int GIVEN = 2;

    private AnnotationTables() {}

    static Annotations read(Connection connection, Key key) throws SQLException {
        return new Annotations(feedback(connection, key), evaluations(connection, key), tags(connection, key));
    }

    /** Replaces what was said; the scores first, whose lock a removal of the whole day waits for. */
    static void write(Connection connection, Key key, Annotations annotations) throws SQLException {
        remove(connection, key);
        writeScores(connection, key, annotations);
        writeFeedback(connection, key.traceId(), annotations.feedback());
        for (String tag : annotations.tags()) {
            Sql.update(connection, "INSERT INTO tag (trace_id, tag) VALUES (?, ?)", key.traceId(), tag);
        }
    }

    private static void remove(Connection connection, Key key) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM score WHERE start = ? AND trace_id = ? AND origin > " + RECORDED,
                key.start(),
                key.traceId());
        Sql.update(connection, "DELETE FROM feedback WHERE trace_id = ?", key.traceId());
        Sql.update(connection, "DELETE FROM tag WHERE trace_id = ?", key.traceId());
    }

    private static void writeScores(Connection connection, Key key, Annotations annotations) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO score (trace_id, start, origin, place, name, value, label, explanation)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            int place = 0;
            for (Evaluation evaluation : annotations.evaluations()) {
                addScore(statement, key, ADDED, place++, evaluation);
            }
            Annotations people = new Annotations(annotations.feedback(), List.of(), Set.of());
            for (Evaluation evaluation : ScoreRange.scores(people).toList()) {
                addScore(statement, key, GIVEN, place++, evaluation);
            }
            statement.executeBatch();
        }
    }

    private static void addScore(PreparedStatement statement, Key key, int origin, int place, Evaluation evaluation)
            throws SQLException {
        Sql.bind(statement, key.traceId(), key.start(), origin, place, evaluation.name());
        statement.setObject(6, evaluation.score(), Types.DOUBLE);
        setText(statement, 7, evaluation.label());
        setText(statement, 8, evaluation.explanation());
        statement.addBatch();
    }

    private static void writeFeedback(Connection connection, String traceId, List<Feedback> feedback)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO feedback (trace_id, place, author, time, correct, score, notes, corrected_output)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (int place = 0; place < feedback.size(); place++) {
                Feedback said = feedback.get(place);
                Sql.bind(statement, traceId, place, said.author(), said.time().toString());
                statement.setObject(5, said.correct(), Types.BOOLEAN);
                statement.setObject(6, said.score(), Types.INTEGER);
                setText(statement, 7, said.notes());
                setText(statement, 8, said.correctedOutput());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static List<Feedback> feedback(Connection connection, Key key) throws SQLException {
        List<Feedback> feedback = new ArrayList<>();
        try (PreparedStatement statement = Sql.statement(connection, """
                        SELECT correct, score, notes, corrected_output, author, time FROM feedback WHERE trace_id = ?
                        ORDER BY place""", key.traceId());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                feedback.add(new Feedback(
                        result.getObject(1, Boolean.class),
                        result.getObject(2, Integer.class),
                        text(result, 3),
                        text(result, 4),
                        Sql.text(result, 5),
                        Instant.parse(Sql.text(result, 6))));
            }
        }
        return feedback;
    }

    private static List<Evaluation> evaluations(Connection connection, Key key) throws SQLException {
        List<Evaluation> evaluations = new ArrayList<>();
        try (PreparedStatement statement = Sql.statement(
                        connection,
                        "SELECT name, value, label, explanation FROM score"
                                + " WHERE start = ? AND trace_id = ? AND origin = " + ADDED + " ORDER BY place",
                        key.start(),
                        key.traceId());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                evaluations.add(new Evaluation(
                        Sql.text(result, 1), result.getObject(2, Double.class), text(result, 3), text(result, 4)));
            }
        }
        return evaluations;
    }

    private static Set<String> tags(Connection connection, Key key) throws SQLException {
        Set<String> tags = new TreeSet<>();
        try (PreparedStatement statement =
                        Sql.statement(connection, "SELECT tag FROM tag WHERE trace_id = ?", key.traceId());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                tags.add(Sql.text(result, 1));
            }
        }
        return tags;
    }

    private static void setText(PreparedStatement statement, int at, @Nullable String text) throws SQLException {
        statement.setString(at, PgText.ofNullable(text));
    }

    private static @Nullable String text(ResultSet result, int column) throws SQLException {
        return PgText.readNullable(result.getString(column));
    }
}
