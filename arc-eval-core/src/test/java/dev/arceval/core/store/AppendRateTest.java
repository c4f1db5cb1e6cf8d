package dev.arceval.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.SampleTraces;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast rows are appended, next to SQLite itself: the very same rows into the same tables and indexes under the same
 * settings, as many to a transaction, over the same driver with prepared batches, nothing looked up and nothing checked. The
 * two take turns, batch by batch, so that a busy machine slows both. Says figures; that they are good is for people to say.
 * At length: {@code checks/store.sh}.
 */
final class AppendRateTest {

    private static final int TRACES = Integer.getInteger("arceval.test.traces", 2_000);
    private static final int BATCH = 1_000;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] COUNTED = {
        "SELECT count(*) FROM trace", "SELECT sum(length(body)) FROM trace",
                "SELECT sum(pattern % 1000003 * trace) FROM of_pattern",
        "SELECT sum(bytes) FROM agent", "SELECT count(*) FROM word('shipped OR order')", "SELECT sum(trace) FROM score"
    };

    @TempDir
    Path directory;

    @Test
    void append_storesTheRowsThatSqliteStores() throws Exception {
        TraceStore.Setup setup = new TraceStore.Setup(new OtlpTraceCodec(), new PatternIds(), TraceStore.Access.WRITE);
        Path file = directory.resolve("ours.db");
        Path raw = directory.resolve("raw.db");
        try (Connection ours = database(file);
                SqliteWriter writer = new SqliteWriter(ours, setup, file);
                Connection plain = database(raw);
                Peer peer = new Peer(plain);
                RowEncoder encoder = new RowEncoder(setup.codec())) {
            long[] nanos = new long[3];
            for (int batch = 0; batch * BATCH < TRACES; batch++) {
                List<Trace> traces = traces(batch);
                long begin = System.nanoTime();
                List<Draft> drafts = traces.stream()
                        .map(trace -> new Draft(trace, encoder.encode(trace), Terms.of(trace, setup.patterns())))
                        .toList();
                nanos[0] += System.nanoTime() - begin;
                for (int turn = 0; turn < 2; turn++) {
                    begin = System.nanoTime();
                    boolean store = (turn + batch) % 2 == 0;
                    if (store) {
                        writer.transaction(List.of(() -> writer.append(drafts)));
                    } else {
                        peer.append(drafts);
                    }
                    nanos[store ? 1 : 2] += System.nanoTime() - begin;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d traces in batches of %d: appending their rows %.0f/s, SQLite alone %.0f/s, ratio %.2f;"
                            + " encoding and packing, on each thread that appends, %.0f/s;"
                            + " %.0f bytes beside a body%n",
                    TRACES,
                    BATCH,
                    perSecond(nanos[1]),
                    perSecond(nanos[2]),
                    (double) nanos[2] / nanos[1],
                    perSecond(nanos[0]),
                    overhead(ours));
            // Retention by size counts with it.
            assertThat(overhead(ours)).isBetween(.7 * Row.OVERHEAD, 1.4 * Row.OVERHEAD);
            for (String counted : COUNTED) {
                assertThat(Sqlite.number(plain, counted)).as(counted).isEqualTo(Sqlite.number(ours, counted));
            }
        }
    }

    /** What a trace takes beside its body, with all that it is found by. */
    private static double overhead(Connection connection) throws SQLException {
        long pages =
                Sqlite.number(connection, "PRAGMA page_count") - Sqlite.number(connection, "PRAGMA freelist_count");
        long bodies = Sqlite.number(connection, "SELECT sum(length(body)) FROM trace");
        return (double) (pages * Sqlite.number(connection, "PRAGMA page_size") - bodies) / TRACES;
    }

    private static double perSecond(long nanos) {
        return TRACES * 1e9 / nanos;
    }

    private static Connection database(Path file) throws Exception {
        Schema.create(file);
        Connection connection = Sqlite.connect(file);
        Sqlite.run(connection, SqliteTraceStore.WRITER_SETTINGS);
        Sqlite.run(connection, "PRAGMA wal_autocheckpoint = " + SqliteTraceStore.CHECKPOINT_PAGES);
        return connection;
    }

    private static List<Trace> traces(int batch) {
        return SampleTraces.seed(batch)
                .count(Math.min(BATCH, TRACES - batch * BATCH))
                .endingAt(FIRST.plus(Duration.ofMinutes(batch)))
                .toList();
    }

    /** What a program would do that has the rows and nothing else to think of. */
    private static final class Peer implements AutoCloseable {

        private final Connection connection;
        private final PreparedStatement trace;
        private final PreparedStatement pattern;
        private final PreparedStatement words;
        private final PreparedStatement score;
        private final PreparedStatement agent;
        private final Map<String, Integer> agents = new HashMap<>();
        private long id;

        Peer(Connection connection) throws SQLException {
            this.connection = connection;
            trace = connection.prepareStatement("INSERT INTO trace VALUES (?,?,?,?,?,?,?,?)");
            pattern = connection.prepareStatement("INSERT INTO of_pattern VALUES (?,?,?)");
            words = connection.prepareStatement("INSERT INTO word (rowid, words) VALUES (?,?)");
            score = connection.prepareStatement("INSERT INTO score VALUES (?,?,?,0)");
            agent = connection.prepareStatement("""
                    INSERT INTO agent VALUES (?,?,1,?)
                    ON CONFLICT (id) DO UPDATE SET traces = traces + 1, bytes = bytes + excluded.bytes""");
        }

        void append(List<Draft> drafts) throws SQLException {
            Sqlite.run(connection, "BEGIN IMMEDIATE");
            List<PreparedStatement> used = new ArrayList<>(List.of(trace, pattern, words, agent));
            Map<String, Long> bytes = new HashMap<>();
            for (Draft draft : drafts) {
                Row row = draft.row();
                int number = agents.computeIfAbsent(row.agent(), name -> agents.size() + 1);
                bytes.merge(row.agent(), row.bytes(), Long::sum);
                add(
                        trace,
                        ++id,
                        row.traceId(),
                        number,
                        row.version(),
                        row.start(),
                        row.outcome(),
                        row.spans(),
                        row.body());
                add(pattern, draft.terms().pattern(), row.start(), id);
                add(words, id, draft.terms().words());
                for (Evaluation each : draft.terms().scores()) {
                    add(score, each.name(), Objects.requireNonNull(each.score()), id);
                    if (!used.contains(score)) {
                        used.add(score);
                    }
                }
            }
            for (Map.Entry<String, Long> each : bytes.entrySet()) {
                add(agent, agents.get(each.getKey()), each.getKey(), each.getValue());
            }
            for (PreparedStatement statement : used) {
                statement.executeBatch();
            }
            Sqlite.run(connection, "COMMIT");
        }

        private static void add(PreparedStatement statement, Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.addBatch();
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : List.of(trace, pattern, words, score, agent)) {
                statement.close();
            }
        }
    }
}
