package dev.arceval.core.store;

import dev.arceval.trace.Annotations;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.TraceQuery.ScoreRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Keeps the tables that traces are found by in step with the table of traces, within the writer's transactions. */
final class TermIndex {

    /** Who gave a score: the trace itself, or an annotation. */
    private static final int RECORDED = 0;

    private static final int ADDED = 1;

    private final PreparedStatement addWords;
    private final PreparedStatement removeWords;
    private final PreparedStatement addPattern;
    private final PreparedStatement removePattern;
    private final PreparedStatement addScore;
    private final PreparedStatement removeScores;
    private final PreparedStatement addMark;
    private final PreparedStatement removeMarks;
    private final PreparedStatement setAnnotation;
    private final PreparedStatement removeAnnotation;

    TermIndex(Connection connection) throws SQLException {
        addWords = connection.prepareStatement("INSERT INTO word (rowid, words) VALUES (?, ?)");
        removeWords = connection.prepareStatement("INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)");
        addPattern = connection.prepareStatement("INSERT INTO of_pattern (pattern, start, trace) VALUES (?, ?, ?)");
        removePattern =
                connection.prepareStatement("DELETE FROM of_pattern WHERE pattern = ? AND start = ? AND trace = ?");
        addScore = connection.prepareStatement(
                "INSERT OR IGNORE INTO score (name, value, trace, origin) VALUES (?, ?, ?, ?)");
        removeScores = connection.prepareStatement("DELETE FROM score WHERE trace = ? AND origin = ?");
        addMark = connection.prepareStatement("INSERT OR IGNORE INTO mark (kind, mark, trace) VALUES (?, ?, ?)");
        removeMarks = connection.prepareStatement("DELETE FROM mark WHERE trace = ?");
        setAnnotation = connection.prepareStatement("""
                INSERT INTO annotation (trace, body, checksum) VALUES (?, ?, ?)
                ON CONFLICT (trace) DO UPDATE SET body = excluded.body, checksum = excluded.checksum""");
        removeAnnotation = connection.prepareStatement("DELETE FROM annotation WHERE trace = ?");
    }

    /** Adds what {@code terms} say. The words and the pattern wait for {@link #flush}. */
    void add(long id, Row row, Terms terms) throws SQLException {
        bind(addWords, id, terms.words());
        addWords.addBatch();
        bind(addPattern, terms.pattern(), row.start(), id);
        addPattern.addBatch();
        addScores(id, terms.scores(), RECORDED);
    }

    /** Writes what waits: many rows in one call of SQLite take half the time. */
    void flush() throws SQLException {
        addWords.executeBatch();
        addPattern.executeBatch();
    }

    /** Forgets what waits. */
    void clear() throws SQLException {
        addWords.clearBatch();
        addPattern.clearBatch();
    }

    /** Takes the trace out; {@code terms} must be what was added. */
    void remove(long id, Row row, Terms terms) throws SQLException {
        bind(removeWords, id, terms.words());
        removeWords.executeUpdate();
        bind(removePattern, terms.pattern(), row.start(), id);
        removePattern.executeUpdate();
        run(removeScores, id, RECORDED);
    }

    /** Replaces what was said about a trace. */
    void annotate(long id, Annotations annotations) throws SQLException {
        removeAnnotations(id);
        if (annotations.isEmpty()) {
            return;
        }
        String body = AnnotationJson.write(annotations);
        bind(setAnnotation, id, body, Row.checksum(id, body));
        setAnnotation.executeUpdate();
        for (String tag : annotations.tags()) {
            run(addMark, Mark.TAG.number(), tag, id);
        }
        for (Feedback said : annotations.feedback()) {
            for (Feedback.Kind kind : Feedback.Kind.values()) {
                if (said.is(kind)) {
                    run(addMark, Mark.FEEDBACK.number(), kind.name(), id);
                }
            }
        }
        addScores(id, ScoreRange.scores(annotations).toList(), ADDED);
    }

    /** Returns how many entries there were: one or none. */
    int removeAnnotations(long id) throws SQLException {
        run(removeMarks, id);
        run(removeScores, id, ADDED);
        return run(removeAnnotation, id);
    }

    private void addScores(long id, List<Evaluation> scores, int origin) throws SQLException {
        for (Evaluation evaluation : scores) {
            Double score = evaluation.score();
            if (score != null && !score.isNaN()) {
                run(addScore, evaluation.name(), score, id, origin);
            }
        }
    }

    private static int run(PreparedStatement statement, Object... values) throws SQLException {
        bind(statement, values);
        return statement.executeUpdate();
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** The kinds of marks, by the numbers they have in the file. */
    enum Mark {
        TAG,
        FEEDBACK;

        int number() {
            return ordinal();
        }
    }
}
