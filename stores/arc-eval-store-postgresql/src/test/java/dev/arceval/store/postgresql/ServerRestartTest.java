package dev.arceval.store.postgresql;

import static dev.arceval.store.postgresql.TestServer.NOON;
import static dev.arceval.store.postgresql.TestServer.all;
import static dev.arceval.store.postgresql.TestServer.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the store does when its server goes away and comes back, and when an answer is lost. */
final class ServerRestartTest {

    private static final TestServer SERVER = new TestServer();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    void aRestartWhileBatchesAreWritten_losesNothing_andAddsNothingTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch writing = new CountDownLatch(3);
        List<Future<List<Appended>>> writers = new ArrayList<>();
        try (PostgresqlTraceStore store = SERVER.open("restart")) {
            for (int writer = 0; writer < 3; writer++) {
                String own = writer + "-";
                writers.add(threads.submit(() -> {
                    List<Appended> effects = new ArrayList<>();
                    for (int i = 0; !enough.get(); i++) {
                        effects.addAll(store.append(batch(own + i + "-")));
                        writing.countDown();
                    }
                    return effects;
                }));
            }
            writing.await();
            SERVER.restart();
            SERVER.restart();
            enough.set(true);
            int added = 0;
            for (Future<List<Appended>> writer : writers) {
                assertThat(writer.get())
                        .allSatisfy(appended -> assertThat(appended.effect()).isEqualTo(Effect.ADDED));
                added += writer.get().size();
            }
            assertThat(store.count()).isEqualTo(added);
            assertThat(all(store)).hasSize(added);
        } finally {
            enough.set(true);
            threads.shutdown();
        }
    }

    @Test
    void aRestartInTheMiddleOfATransaction_isWaitedFor() {
        try (PostgresqlTraceStore store = SERVER.open("middle")) {
            store.append(List.of(trace("t1", "shop", NOON)));
            AtomicInteger calls = new AtomicInteger();
            store.annotate("t1", said -> {
                if (calls.getAndIncrement() == 0) {
                    restart();
                }
                return said.withTag("angry");
            });
            assertThat(calls).hasValue(2);
            assertThat(store.annotations("t1").orElseThrow().tags()).containsExactly("angry");
        }
    }

    @Test
    void aServerThatStaysAway_isSaid_andTheSameBatchMayBeGivenAgain() throws Exception {
        try (PostgresqlTraceStore store = SERVER.open("away", "retrySeconds=0")) {
            store.append(batch("before-"));
            SERVER.stop();
            try {
                assertThatThrownBy(() -> store.append(batch("after-")))
                        .asInstanceOf(type(TraceStoreException.class))
                        .satisfies(error -> assertThat(error.problem()).isEqualTo(Problem.IO));
            } finally {
                SERVER.startAgain();
            }
        }
        try (PostgresqlTraceStore store = SERVER.open("away")) {
            store.append(batch("after-"));
            store.append(batch("after-"));
            assertThat(store.count()).isEqualTo(100);
        }
    }

    /** The case that trying again alone gets wrong: it was done, and nobody said so. */
    @Test
    void anAnswerToACommitThatIsLost_isFoundOut_andNothingIsDoneTwice() throws Exception {
        try (AnswerLoser between = new AnswerLoser(SERVER.port());
                PostgresqlTraceStore store = PostgresqlTraceStore.open(
                        SERVER.location("answers").replace(":" + SERVER.port(), ":" + between.port()),
                        TestServer.setup())) {
            store.append(List.of(trace("t0", "shop", NOON)));
            between.loseNextAnswerTo("COMMIT");
            assertThat(store.append(List.of(trace("t1", "shop", NOON)))).containsExactly(new Appended(Effect.ADDED, 1));
            assertThat(between.lost()).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                between.loseNextAnswerTo("COMMIT");
                store.annotate("t1", said -> {
                    double before = said.evaluations().stream()
                            .mapToDouble(evaluation -> evaluation.score() == null ? 0 : evaluation.score())
                            .sum();
                    return said.with(new Evaluation("count", before + 1, null, null));
                });
            }
            assertThat(between.lost()).isEqualTo(4);
            assertThat(store.annotations("t1").orElseThrow().evaluations())
                    .containsExactly(new Evaluation("count", 3.0, null, null));
        }
    }

    private static List<Trace> batch(String prefix) {
        return IntStream.range(0, 50)
                .mapToObj(i -> trace(prefix + i, "shop", NOON.plusSeconds(i)))
                .toList();
    }

    private static void restart() {
        try {
            SERVER.restart();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
