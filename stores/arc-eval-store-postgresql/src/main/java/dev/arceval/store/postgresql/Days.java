package dev.arceval.store.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions: one for each day in UTC from 2000 to 2099 on which a trace started, made when the first one comes, and one
 * each for all time before and after. A day is named by its number since 1970.
 */
final class Days {

    static final long NANOS = 86_400_000_000_000L;

    /** The first day with a partition of its own. */
    static final int FIRST = (int) LocalDate.of(2000, 1, 1).toEpochDay();

    /** The first day after the last one with a partition of its own. */
    static final int END = (int) LocalDate.of(2100, 1, 1).toEpochDay();

    /** Days that are known to have a partition. */
    private final Set<Integer> made = ConcurrentHashMap.newKeySet();

    /** Returns the day; all days before the first partitioned one are the same, and all after the last. */
    static int of(long epochNanos) {
        return (int) Math.max(FIRST - 1, Math.min(END, Math.floorDiv(epochNanos, NANOS)));
    }

    /** Returns the partition's name behind that of its table. */
    static String suffix(int day) {
        return "_" + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofEpochDay(day));
    }

    /** Makes partitions that are missing, within the writer's transaction. */
    void ensure(Connection connection, Collection<Integer> days) throws SQLException {
        Set<Integer> missing = new TreeSet<>(days);
        missing.removeIf(day -> day < FIRST || day >= END || made.contains(day));
        if (missing.isEmpty()) {
            return;
        }
        Schema.lock(connection);
        for (int day : missing) {
            if (Sql.number(
                            connection,
                            "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)",
                            "trace" + suffix(day))
                    == 0) {
                make(connection, "trace", day);
                make(connection, "score", day);
            }
            made.add(day);
        }
    }

    /** Forgets what is known: another writer may have removed days, or a transaction may not have made them. */
    void forget() {
        made.clear();
    }

    /** Made first and attached then, which readers and writers of other days need not wait for. */
    private static void make(Connection connection, String table, int day) throws SQLException {
        String name = table + suffix(day);
        Sql.run(
                connection,
                "CREATE TABLE " + name + " (LIKE " + table + " INCLUDING ALL)",
                "ALTER TABLE " + table + " ATTACH PARTITION " + name + " FOR VALUES FROM (" + day * NANOS + ") TO ("
                        + (day + 1) * NANOS + ")");
    }
}
