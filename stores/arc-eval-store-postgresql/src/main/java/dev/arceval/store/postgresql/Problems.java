package dev.arceval.store.postgresql;

import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the states that PostgreSQL gives its errors mean for a store. */
final class Problems {

    /** Two transactions that could not both go on. */
    static final String CONFLICT = "40001";

    /** No partition takes a row: another writer has removed the day meanwhile. */
    static final String NO_DAY = "23514";

    /** Somebody else holds a lock for too long. */
    static final String LOCKED = "55P03";

    private static final Set<String> PASSING = Set.of(
            CONFLICT, NO_DAY, "40P01", // deadlock
            "53300", // too many connections
            "57P01", // the server is being stopped
            "57P02", // another of its processes crashed
            "57P03"); // it is starting

    private Problems() {}

    /** Whether the same may succeed a little later. */
    static boolean isPassing(SQLException error) {
        String state = state(error);
        return error instanceof SQLTransientConnectionException && !isRefused(state)
                || state.startsWith("08")
                || PASSING.contains(state);
    }

    static TraceStoreException of(Location location, SQLException error) {
        String state = state(error);
        Problem problem = switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "53" -> Problem.FULL;
            case "XX" -> state.equals("XX000") ? Problem.IO : Problem.DAMAGED;
            default -> Problem.IO;
        };
        return new TraceStoreException(problem, location + ": " + reason(error), error);
    }

    /** The state of the error, or of what led to it: a pool wraps what the driver says. */
    static String state(SQLException error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** A wrong name or password does not become right by waiting. */
    private static boolean isRefused(String state) {
        return state.startsWith("28") || state.startsWith("3D");
    }

    private static @Nullable String reason(SQLException error) {
        Throwable cause = error.getCause();
        return error instanceof SQLTransientConnectionException && cause != null
                ? cause.getMessage()
                : error.getMessage();
    }
}
