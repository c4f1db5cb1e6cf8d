package dev.arceval.core.store;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/** Connections to a database file, and what its errors mean. */
final class Sqlite {

    private Sqlite() {}

    /** Opens a connection with SQLite's own settings. */
    static Connection connect(Path file) throws SQLException {
        return connect(file, "");
    }

    /** Opens a connection that cannot write, but may take part in the recovery of the log. */
    static Connection connectToRead(Path file) throws SQLException {
        return connect(file, "?mode=ro");
    }

    private static Connection connect(Path file, String options) throws SQLException {
        // As a URI, because the driver takes a question mark in a plain path for the start of options. Not by way of
        // the driver manager, which first loads every driver that the application has.
        return JDBC.createConnection("jdbc:sqlite:" + file.toUri() + options, new Properties());
    }

    /** Runs statements whose results do not matter. */
    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the number that a query or pragma answers; 0 if it answers nothing. */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            return answer.next() ? answer.getLong(1) : 0;
        }
    }

    /** Returns the error as users of a store meet it. */
    static TraceStoreException problem(Path file, SQLException error) {
        return new TraceStoreException(problem(error), "Trace store file " + file + ": " + error.getMessage(), error);
    }

    private static Problem problem(SQLException error) {
        return switch (SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff)) {
            case SQLITE_FULL, SQLITE_NOMEM -> Problem.FULL;
            case SQLITE_BUSY, SQLITE_LOCKED -> Problem.IN_USE;
            // Our statements are constant: one that SQLite does not understand means that the tables are not ours.
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_SCHEMA, SQLITE_MISMATCH, SQLITE_CONSTRAINT ->
                Problem.DAMAGED;
            default -> Problem.IO;
        };
    }
}
