package dev.arceval.store.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers that agents have in the database. An agent keeps its number, so what was read once stays true. */
final class Agents {

    private static final String ADD = """
            INSERT INTO agent (name) SELECT name FROM unnest(?::text[]) AS given (name) ORDER BY name COLLATE "C"
            ON CONFLICT DO NOTHING""";

    private final Database database;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    Agents(Database database) {
        this.database = database;
    }

    /** Returns the numbers of agents; a new one gets its number in a transaction of its own. */
    Map<String, Integer> ids(Set<String> names) {
        if (!ids.keySet().containsAll(names)) {
            database.write(connection -> {
                Array given = Sql.texts(connection, names);
                Sql.update(connection, ADD, given);
                return given;
            });
            ids.putAll(database.read(connection -> find(connection, names)));
        }
        Map<String, Integer> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(name, ids.getOrDefault(name, -1)));
        return wanted;
    }

    /** Returns the number of an agent; empty if none of that name was ever stored. */
    OptionalInt id(String name) {
        Integer known = ids.get(name);
        if (known == null) {
            ids.putAll(database.read(connection -> find(connection, Set.of(name))));
            known = ids.get(name);
        }
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    private static Map<String, Integer> find(Connection connection, Set<String> names) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        try (PreparedStatement statement = Sql.statement(
                        connection, "SELECT name, id FROM agent WHERE name = ANY (?)", Sql.texts(connection, names));
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                found.put(Sql.text(result, 1), result.getInt(2));
            }
        }
        return found;
    }
}
