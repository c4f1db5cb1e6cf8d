package dev.arceval.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * How fast batches are appended, next to {@code COPY} of the very rows that are then stored into a table of the same shape
 * and indexes, each batch committed. Says figures; that they are good is for people to say. At length: {@code
 * checks/postgresql.sh}.
 */
final class AppendRateTest {

    private static final int TRACES = Integer.getInteger("arceval.test.traces", 2_000);
    private static final int BATCH = 1_000;

    @Test
    void append_storesTheRowsThatCopyStores() throws Exception {
        List<List<Trace>> batches = batches();
        double appended;
        // As the library puts the store together: the codec is part of what appending takes.
        TraceStore.Setup setup = new TraceStore.Setup(new OtlpTraceCodec(), trace -> "one", TraceStore.Access.WRITE);
        try (PostgresqlTraceStore store =
                PostgresqlTraceStore.open(TestServer.shared().location("rate"), setup)) {
            store.append(List.of(TestServer.trace("warm", "shop", TestServer.NOON)));
            long begin = System.nanoTime();
            for (List<Trace> batch : batches) {
                store.append(batch);
            }
            appended = perSecond(begin);
        }
        double copied = copied();
        System.out.printf(
                Locale.ROOT,
                "%d traces in batches of %d: append %.0f/s, COPY alone %.0f/s, ratio %.2f%n",
                TRACES,
                BATCH,
                appended,
                copied,
                appended / copied);
        assertThat(TestServer.shared().sql("rate", "SELECT count(*) FROM trace", "SELECT count(*) FROM plain"))
                .containsExactly(Integer.toString(TRACES + 1));
    }

    private static double copied() throws Exception {
        TestServer.shared().sql("rate", "CREATE TABLE plain (LIKE trace INCLUDING ALL)");
        List<byte[]> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + TestServer.shared().port()
                        + "/postgres?user=postgres&currentSchema=rate&options=-c%20synchronous_commit=on")) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            CopyOut out = copy.copyOut("COPY (SELECT * FROM trace) TO STDOUT");
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                rows.add(row);
            }
            long begin = System.nanoTime();
            for (int from = 0; from < rows.size(); from += BATCH) {
                CopyIn in = copy.copyIn("COPY plain FROM STDIN");
                for (byte[] row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
                    in.writeToCopy(row, 0, row.length);
                }
                in.endCopy();
            }
            return perSecond(begin);
        }
    }

    private static double perSecond(long begin) {
        return TRACES * 1e9 / (System.nanoTime() - begin);
    }

    /** Traces of three spans and some hundred words, ten days of them. */
    private static List<List<Trace>> batches() {
        SplittableRandom random = new SplittableRandom(11);
        List<List<Trace>> batches = new ArrayList<>();
        for (int i = 0; i < TRACES; i++) {
            if (i % BATCH == 0) {
                batches.add(new ArrayList<>());
            }
            batches.get(i / BATCH).add(trace(i, random));
        }
        return batches;
    }

    private static Trace trace(int number, SplittableRandom random) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            spans.add(Span.builder("span-" + i, "step " + i)
                    .parentSpanId(i == 0 ? null : "span-0")
                    .agentName("agent-" + number % 5)
                    .start(TestServer.NOON.plus(Duration.ofMillis(number * (864_000_000L / TRACES) + i)))
                    .input(words(random, 20))
                    .output(words(random, 20))
                    .build());
        }
        return Trace.of(String.format(Locale.ROOT, "%016x%016x", random.nextLong(), number), spans);
    }

    private static String words(SplittableRandom random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(Integer.toString(random.nextInt(5_000), 36)).append(' ');
        }
        return words.toString();
    }
}
