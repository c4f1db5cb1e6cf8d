package dev.arceval.store.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every class here does with statements. */
final class Sql {

    private Sql() {}

    static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the number in the first column of the first row; 0 if there is none. */
    static long number(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = statement(connection, sql, values);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = statement(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement statement(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, values);
        return statement;
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof String text ? PgText.of(text) : value);
        }
    }

    static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.stream().map(PgText::of).toArray());
    }

    static Array numbers(Connection connection, long[] numbers) throws SQLException {
        Object[] boxed = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return connection.createArrayOf("int8", boxed);
    }

    static Array ids(Connection connection, List<Row.Key> keys) throws SQLException {
        return texts(connection, keys.stream().map(Row.Key::traceId).toList());
    }

    static Array starts(Connection connection, List<Row.Key> keys) throws SQLException {
        return numbers(connection, keys.stream().mapToLong(Row.Key::start).toArray());
    }

    static String text(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? "" : PgText.read(text);
    }

    static byte[] bytes(ResultSet result, int column) throws SQLException {
        byte[] bytes = result.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }
}
