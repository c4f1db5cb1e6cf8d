package dev.arceval.bench;

import dev.arceval.trace.TextWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast SQLite itself takes the rows of a store: the same tables and indexes, the same size of a transaction, forced to
 * disk each time; the rows are at hand, nothing is encoded or packed.
 */
final class RawSqlite {

    private static volatile double appended;

    private RawSqlite() {}

    static void appended(double tracesPerSecond) {
        appended = tracesPerSecond;
    }

    /** Returns the store's rate as a share of SQLite's. */
    static double rate(Path directory, int count, int batch) throws SQLException, IOException {
        Path copy = directory.resolve("raw.db");
        Files.deleteIfExists(copy);
        long nanos = 0;
        int rows = 0;
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("traces.db"));
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
            run(to, "PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL");
            run(to, "PRAGMA secure_delete = ON", "PRAGMA cache_size = -16000", "PRAGMA wal_autocheckpoint = 4000");
            run(to, schema(from));
            run(to, "INSERT INTO word (word, rank) VALUES ('secure-delete', 1)");
            int most = Math.min(count, 200_000);
            try (PreparedStatement trace = to.prepareStatement("INSERT INTO trace VALUES (?,?,?,?,?,?,?,?)");
                    PreparedStatement pattern = to.prepareStatement("INSERT INTO of_pattern VALUES (?,?,?)");
                    PreparedStatement words = to.prepareStatement("INSERT INTO word (rowid, words) VALUES (?,?)")) {
                for (int first = 1; first <= most; first += batch) {
                    List<Object[]> read = read(from, first, batch);
                    long began = System.nanoTime();
                    run(to, "BEGIN IMMEDIATE");
                    for (Object[] row : read) {
                        for (int i = 0; i < 8; i++) {
                            trace.setObject(i + 1, row[i]);
                        }
                        trace.addBatch();
                        pattern.setObject(1, row[8]);
                        pattern.setObject(2, row[4]);
                        pattern.setObject(3, row[0]);
                        pattern.addBatch();
                        words.setObject(1, row[0]);
                        words.setObject(2, row[9]);
                        words.addBatch();
                    }
                    trace.executeBatch();
                    pattern.executeBatch();
                    words.executeBatch();
                    run(to, "COMMIT");
                    nanos += System.nanoTime() - began;
                    rows += read.size();
                }
            }
        }
        double raw = rows / (nanos / 1e9);
        StoreFigures.say("SQLite alone, traces/s", raw);
        Files.deleteIfExists(copy);
        return appended / raw;
    }

    private static List<Object[]> read(Connection from, int first, int batch) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (PreparedStatement select = from.prepareStatement("""
                SELECT id, trace_id, agent, version, start, outcome, spans, body
                FROM trace WHERE id >= ? AND id < ? ORDER BY id""")) {
            select.setInt(1, first);
            select.setInt(2, first + batch);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    Object[] row = new Object[10];
                    for (int i = 0; i < 8; i++) {
                        row[i] = result.getObject(i + 1);
                    }
                    // Eight patterns, and as many words as an input of this length has.
                    row[8] = (result.getLong(1) % 8) * 0x9e3779b97f4a7c15L;
                    row[9] = words(result.getLong(1));
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static String words(long id) {
        return String.join(" ", TextWords.of("where is my order it was to be here on monday number " + id % 100_000))
                + " §f8d1c §c" + Long.toHexString(id / 3 * 0x9e3779b97f4a7c15L) + " §m77aa §u"
                + Long.toHexString(id % 1000 * 0x9e3779b97f4a7c15L);
    }

    private static String[] schema(Connection from) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Statement statement = from.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'word\\__%' ESCAPE '\\'")) {
            while (result.next()) {
                statements.add(result.getString(1));
            }
        }
        return statements.toArray(String[]::new);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
