package dev.arceval.store.postgresql;

import static dev.arceval.store.postgresql.TestServer.NOON;
import static dev.arceval.store.postgresql.TestServer.all;
import static dev.arceval.store.postgresql.TestServer.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.arceval.TraceRecycler;
import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresqlTraceStoreTest {

    private static final TestServer SERVER = TestServer.shared();

    @Test
    void severalStores_writeSideBySide_andEachTraceIsAddedOnce() throws Exception {
        List<Callable<List<Appended>>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int own = writer;
            writers.add(() -> {
                List<Appended> effects = new ArrayList<>();
                try (PostgresqlTraceStore store = SERVER.open("several")) {
                    for (int i = 0; i < 10; i++) {
                        // Half of each batch every writer has, in an order of its own.
                        List<Trace> batch = new ArrayList<>();
                        for (int n = 0; n < 20; n++) {
                            batch.add(trace("all-" + (i * 20 + (n * 7 + own) % 20), "shop", NOON.plusSeconds(i)));
                            batch.add(trace(own + "-" + i + "-" + n, "agent-" + own, NOON.plus(Duration.ofDays(i))));
                        }
                        effects.addAll(store.append(batch));
                    }
                }
                return effects;
            });
        }
        List<Appended> effects = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Appended>> done : threads.invokeAll(writers)) {
                effects.addAll(done.get());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(effects.stream().filter(appended -> appended.effect() == Effect.ADDED))
                .hasSize(1_000);
        assertThat(effects.stream().filter(appended -> appended.effect() == Effect.DUPLICATE))
                .hasSize(600);
        try (PostgresqlTraceStore store = SERVER.open("several")) {
            assertThat(store.count()).isEqualTo(1_000);
            assertThat(all(store)).hasSize(1_000);
        }
    }

    @Test
    void expire_dropsTheDaysThatHoldNothingElse() {
        try (PostgresqlTraceStore store = SERVER.open("days")) {
            for (int day = 0; day < 4; day++) {
                Instant start = NOON.plus(Duration.ofDays(day));
                store.append(List.of(trace("shop-" + day, "shop", start), trace("more-" + day, "shop", start)));
            }
            store.append(List.of(trace("desk-1", "desk", NOON.plus(Duration.ofDays(1)))));
            store.annotate("shop-2", said -> said.withTag(Annotations.PINNED));
            store.annotate("shop-0", said -> said.withTag("angry"));
            assertThat(partitions("days")).containsExactly("20260301", "20260302", "20260303", "20260304");

            assertThat(store.expire("shop", NOON.plus(Duration.ofDays(3)))).isEqualTo(5);
            assertThat(partitions("days")).containsExactly("20260302", "20260303", "20260304");
            assertThat(store.expire("desk", NOON.plus(Duration.ofDays(3)))).isEqualTo(1);
            assertThat(partitions("days")).containsExactly("20260303", "20260304");

            assertThat(all(store).stream().map(Trace::traceId)).containsExactly("shop-2", "more-3", "shop-3");
            assertThat(SERVER.sql("days", "SELECT trace_id FROM known ORDER BY 1"))
                    .containsExactly("more-3", "shop-2", "shop-3");
            assertThat(SERVER.sql("days", "SELECT trace_id FROM tag")).containsExactly("shop-2");
            assertThat(store.agents()).singleElement().satisfies(agent -> {
                assertThat(agent.traces()).isEqualTo(3);
                assertThat(agent.oldest()).isEqualTo(NOON.plus(Duration.ofDays(2)));
            });
        }
    }

    @Test
    void aWriterThatKnewADay_comesAfterAnotherDroppedIt() {
        try (PostgresqlTraceStore one = SERVER.open("dropped");
                PostgresqlTraceStore other = SERVER.open("dropped")) {
            one.append(List.of(trace("t1", "shop", NOON)));
            assertThat(other.expire("shop", Instant.MAX)).isEqualTo(1);
            assertThat(partitions("dropped")).isEmpty();
            assertThat(one.append(List.of(trace("t2", "shop", NOON)))).containsExactly(new Appended(Effect.ADDED, 1));
            assertThat(all(other)).containsExactly(trace("t2", "shop", NOON));
        }
    }

    @Test
    void traces_ofAnyTime_haveAPlace() {
        List<Trace> strange = new ArrayList<>();
        for (String time : List.of(
                "1970-01-01T00:00:01Z",
                "1999-12-31T23:59:59.999999999Z",
                "2000-01-01T00:00:00Z",
                "2099-12-31T23:59:59.999999999Z",
                "2100-01-01T00:00:00Z",
                "2250-01-01T00:00:00Z")) {
            strange.add(trace("at " + time, "shop", Instant.parse(time)));
        }
        try (PostgresqlTraceStore store = SERVER.open("strange")) {
            store.append(strange);
            assertThat(all(store)).isEqualTo(strange);
            assertThat(partitions("strange")).containsExactly("20000101", "20991231");
            assertThat(store.agents().get(0).oldest()).isEqualTo(Instant.parse("1970-01-01T00:00:01Z"));
            assertThat(store.agents().get(0).newest()).isEqualTo(Instant.parse("2250-01-01T00:00:00Z"));
            assertThat(store.delete(TraceQuery.all().to(Instant.parse("2000-01-01T00:00:00Z")))
                            .traceIds())
                    .hasSize(2);
            assertThat(store.expire("shop", Instant.MAX)).isEqualTo(4);
        }
    }

    @Test
    void aStream_holdsNoConnection() {
        try (PostgresqlTraceStore store = SERVER.open("streams", "poolSize=2", "retrySeconds=3")) {
            List<Trace> many = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                many.add(trace("t" + i, "shop", NOON.plusNanos(i / 3)));
            }
            store.append(many);
            for (int i = 0; i < 5; i++) {
                store.find(TraceQuery.all()).iterator().next();
            }
            many.sort(Comparator.comparing(Trace::startTime).thenComparing(Trace::traceId));
            assertThat(all(store)).isEqualTo(many);
        }
    }

    @Test
    void aNewerStore_isRefused() {
        SERVER.open("newer").close();
        SERVER.sql("newer", "UPDATE schema_version SET version = 99");
        assertThatThrownBy(() -> SERVER.open("newer"))
                .asInstanceOf(type(TraceStoreException.class))
                .satisfies(error -> {
                    assertThat(error.problem()).isEqualTo(Problem.NEWER_VERSION);
                    assertThat(error)
                            .hasMessageContaining("version 99")
                            .hasMessageContaining("up to version " + Schema.NEWEST);
                });
    }

    @Test
    void storesOpenedAtOnce_makeTheTablesOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> open = () -> {
                SERVER.open("at_once").close();
                return true;
            };
            for (Future<Boolean> opened : threads.invokeAll(List.of(open, open, open, open))) {
                assertThat(opened.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(SERVER.sql("at_once", "SELECT version FROM schema_version"))
                .containsExactly(Integer.toString(Schema.NEWEST));
    }

    @Test
    void aDamagedBody_isSaid() {
        try (PostgresqlTraceStore store = SERVER.open("damaged")) {
            store.append(List.of(trace("t1", "shop", NOON)));
            SERVER.sql("damaged", "UPDATE trace SET body = set_byte(body, 20, 255 - get_byte(body, 20))");
            assertThatThrownBy(() -> store.find("t1"))
                    .asInstanceOf(type(TraceStoreException.class))
                    .satisfies(error -> {
                        assertThat(error.problem()).isEqualTo(Problem.DAMAGED);
                        assertThat(error).hasMessageContaining("t1");
                    });
        }
    }

    /** As a user opens it, by either way to write the location. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql:", "jdbc:postgresql:"})
    void aRecycler_opensItByItsLocation(String scheme) {
        String schema = "doors_" + scheme.length();
        try (TraceRecycler recycler =
                TraceRecycler.builder().store(scheme + SERVER.location(schema)).build()) {
            recycler.ingestTraces(List.of(trace("t1", "shop", NOON)));
        }
        assertThat(SERVER.sql(schema, "SELECT trace_id FROM trace")).containsExactly("t1");
    }

    private static List<String> partitions(String schema) {
        return SERVER.sql(
                schema,
                "SELECT substring(tablename FROM 7) FROM pg_tables WHERE schemaname = '" + schema
                        + "' AND tablename ~ '^trace_[0-9]' ORDER BY 1");
    }
}
