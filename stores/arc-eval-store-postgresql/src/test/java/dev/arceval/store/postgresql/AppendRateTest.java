package dev.arceval.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.Access;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How fast batches are appended, next to {@code COPY} of the very same rows into tables with the same partitions and indexes,
 * each batch committed. The two take turns, so that a busy machine slows both. Says figures; that they are good is for people
 * to say. At length: {@code checks/postgresql.sh}.
 */
final class AppendRateTest {

    private static final int TRACES = Integer.getInteger("arceval.test.traces", 2_000);
    /** Of fewer traces, the pages of ten days and their indexes are mostly room. */
    private static final int ENOUGH_TO_FILL_PAGES = 20_000;

    private static final int BATCH = Integer.getInteger("arceval.test.batch", 1_000);
    private static final String OURS = "rate";
    private static final String PEER = "rate_peer";

    private final SplittableRandom random = new SplittableRandom(11);
    private final TraceStore.Setup setup =
            new TraceStore.Setup(new OtlpTraceCodec(), trace -> "one", TraceStore.Access.WRITE);

    @Test
    void append_storesTheRowsThatCopyStores() throws Exception {
        Location location = Location.parse(TestServer.shared().location(OURS));
        PostgresqlTraceStore.open(TestServer.shared().location(OURS), setup).close();
        PostgresqlTraceStore.open(TestServer.shared().location(PEER), setup).close();
        try (Database database = Database.open(location, Access.WRITE);
                Connection peer = DriverManager.getConnection("jdbc:postgresql://localhost:"
                        + TestServer.shared().port() + "/postgres?user=postgres&currentSchema=" + PEER)) {
            peer.setAutoCommit(false);
            Agents agents = new Agents(database);
            Days days = new Days();
            Days peerDays = new Days();
            long[] nanos = new long[4];
            for (int batch = 0; batch * BATCH < TRACES; batch++) {
                List<Trace> traces = traces(batch);
                try (RowCodec codec = new RowCodec(setup, location)) {
                    long begin = System.nanoTime();
                    Append append = new Append(traces, codec, agents, days);
                    nanos[0] += System.nanoTime() - begin;
                    List<Row> rows = traces.stream().map(codec::encode).toList();
                    Map<String, Integer> numbers =
                            agents.ids(rows.stream().map(Row::agent).collect(Collectors.toSet()));
                    // The days are made beforehand on both sides: they are made once, not for each batch.
                    Set<Integer> needed = rows.stream()
                            .map(row -> Days.of(row.start()))
                            .collect(Collectors.toCollection(TreeSet::new));
                    database.write(connection -> {
                        days.ensure(connection, needed);
                        return needed;
                    });
                    peerDays.ensure(peer, needed);
                    peer.commit();
                    for (int turn = 0; turn < 2; turn++) {
                        begin = System.nanoTime();
                        if ((turn + batch) % 2 == 0) {
                            append.to(database);
                            nanos[1] += System.nanoTime() - begin;
                        } else {
                            copyTraces(peer, rows, numbers);
                            peer.commit();
                            nanos[2] += System.nanoTime() - begin;
                            begin = System.nanoTime();
                            copyIds(peer, rows);
                            peer.commit();
                            nanos[3] += System.nanoTime() - begin;
                        }
                    }
                }
            }
            double overhead = overhead();
            System.out.printf(
                    Locale.ROOT,
                    "%d traces in batches of %d: appending their rows %.0f/s, COPY of them %.0f/s, ratio %.2f;"
                            + " with their ids %.0f/s, ratio %.2f; encoding and packing, on each thread that appends, %.0f/s;"
                            + " %.0f bytes beside a body%n",
                    TRACES,
                    BATCH,
                    perSecond(nanos[1]),
                    perSecond(nanos[2]),
                    (double) nanos[2] / nanos[1],
                    perSecond(nanos[2] + nanos[3]),
                    (double) (nanos[2] + nanos[3]) / nanos[1],
                    perSecond(nanos[0]),
                    overhead);
            if (TRACES >= ENOUGH_TO_FILL_PAGES) {
                // Retention by size counts with it.
                assertThat(overhead).isBetween(.7 * Row.OVERHEAD, 1.4 * Row.OVERHEAD);
            }
        }
        String held = "SELECT count(*) || ' ' || sum(octet_length(body)) || ' ' || sum(start % 1000003) FROM trace";
        assertThat(TestServer.shared().sql(OURS, held))
                .isEqualTo(TestServer.shared().sql(PEER, held))
                .singleElement()
                .asString()
                .startsWith(TRACES + " ");
    }

    private static void copyTraces(Connection connection, List<Row> given, Map<String, Integer> agents)
            throws SQLException {
        try (CopyRows rows = new CopyRows(
                connection, "trace", "trace_id, agent, version, start, outcome, spans, pattern, terms, body")) {
            for (Row row : given) {
                rows.row(9)
                        .text(row.traceId())
                        .number(agents.get(row.agent()))
                        .text(row.version())
                        .number(row.start())
                        .text(row.outcome())
                        .number(row.spans())
                        .number(row.pattern())
                        .numbers(row.terms())
                        .bytes(row.body());
            }
            rows.end();
        }
    }

    private static void copyIds(Connection connection, List<Row> given) throws SQLException {
        try (CopyRows rows = new CopyRows(connection, "known", "trace_id, start")) {
            for (Row row : given) {
                rows.row(2).text(row.traceId()).number(row.start());
            }
            rows.end();
        }
    }

    /** What a trace takes beside its body, with all that it is found by. */
    private static double overhead() {
        return Double.parseDouble(TestServer.shared()
                .sql(
                        OURS,
                        "VACUUM",
                        "SELECT round((sum(pg_total_relation_size(oid)) - (SELECT sum(octet_length(body)) FROM trace)) / "
                                + TRACES + ") FROM pg_class WHERE relnamespace = '" + OURS
                                + "'::regnamespace AND relkind = 'r' AND (relname LIKE 'trace%' OR relname = 'known')")
                .get(0));
    }

    private static double perSecond(long nanos) {
        return TRACES * 1e9 / nanos;
    }

    /** Traces of three spans and some hundred words, ten days of them. */
    private List<Trace> traces(int batch) {
        List<Trace> traces = new ArrayList<>();
        for (int i = batch * BATCH; i < Math.min(TRACES, (batch + 1) * BATCH); i++) {
            traces.add(trace(i));
        }
        return traces;
    }

    private Trace trace(int number) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            spans.add(Span.builder("span-" + i, "step " + i)
                    .parentSpanId(i == 0 ? null : "span-0")
                    .agentName("agent-" + number % 5)
                    .start(TestServer.NOON.plus(Duration.ofMillis(number * (864_000_000L / TRACES) + i)))
                    .input(words(20))
                    .output(words(20))
                    .build());
        }
        return Trace.of(String.format(Locale.ROOT, "%016x%016x", random.nextLong(), number), spans);
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(Integer.toString(random.nextInt(5_000), 36)).append(' ');
        }
        return words.toString();
    }
}
