package dev.arceval.testkit.contract;

import static dev.arceval.testkit.contract.ContractTraces.NOON;
import static dev.arceval.testkit.contract.ContractTraces.crowd;
import static dev.arceval.testkit.contract.ContractTraces.failed;
import static dev.arceval.testkit.contract.ContractTraces.rich;
import static dev.arceval.testkit.contract.ContractTraces.span;
import static dev.arceval.testkit.contract.ContractTraces.trace;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.AgentSummary;
import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link TraceStore} must do. Extend it and say how your store is opened:
 *
 * <pre>{@code
 * final class MyTraceStoreTest extends TraceStoreContract {
 *     @Override
 *     protected TraceStore open(Path directory, TraceCodec codec) {
 *         return new MyTraceStore(directory, codec);
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class TraceStoreContract {

    private static final Comparator<Trace> ORDER =
            Comparator.comparing(Trace::startTime).thenComparing(Trace::traceId);

    @TempDir
    Path directory;

    private TraceStore store;

    /**
     * Opens the store that belongs to {@code directory}, a new one at the first call. A store that is kept elsewhere derives
     * a name, such as a schema's, from the directory.
     */
    protected abstract TraceStore open(Path directory, TraceCodec codec);

    /** Whether what was appended is still there after the store was closed and opened again. */
    protected boolean durable() {
        return true;
    }

    /** Whether a second store that writes to the same place is turned away; false for a store of several writers. */
    protected boolean exclusive() {
        return durable();
    }

    @BeforeEach
    void open() {
        store = open(directory, new PlainTraceCodec());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aNewStoreIsEmpty() {
        assertEquals(0, store.count());
        assertEquals(List.of(), store.agents());
        assertEquals(List.of(), find(TraceQuery.all()));
        assertEquals(Optional.empty(), store.find("t1"));
    }

    @Test
    void append_keepsTheTraceAsItWas() {
        Trace rich = rich("t1");
        assertEquals(List.of(added(3)), store.append(List.of(rich)));
        assertEquals(Optional.of(rich), store.find("t1"));
        assertEquals(List.of(rich), find(TraceQuery.all()));
    }

    @Test
    void append_ofNothing_changesNothing() {
        assertEquals(List.of(), store.append(List.of()));
        assertEquals(0, store.count());
    }

    @Test
    void append_ofAKnownTrace_isADuplicate() {
        store.append(List.of(rich("t1")));
        assertEquals(List.of(duplicate()), store.append(List.of(rich("t1"))));
        assertEquals(1, store.count());
        assertEquals(Optional.of(rich("t1")), store.find("t1"));
    }

    @Test
    void append_ofSomeOfTheKnownSpans_isADuplicate() {
        Trace whole = rich("t1");
        store.append(List.of(whole));
        assertEquals(
                List.of(duplicate()),
                store.append(List.of(Trace.of("t1", whole.spans().subList(1, 3)))));
        assertEquals(Optional.of(whole), store.find("t1"));
    }

    @Test
    void append_addsNewSpansToAKnownTrace() {
        List<Span> spans = rich("t1").spans();
        store.append(List.of(Trace.of("t1", spans.subList(0, 1))));
        assertEquals(List.of(merged(2)), store.append(List.of(Trace.of("t1", spans))));
        assertEquals(1, store.count());
        assertEquals(Optional.of(rich("t1")), store.find("t1"));
    }

    @Test
    void append_keepsKnownSpansAsTheyAre() {
        Trace first = trace("t1", "shop", NOON);
        Span other = span("root", "shop", NOON).output("Something else.").build();
        Span child = Span.builder("child", "step").parentSpanId("root").build();
        store.append(List.of(first));
        assertEquals(List.of(merged(1)), store.append(List.of(Trace.of("t1", List.of(other, child)))));
        assertEquals(Optional.of(Trace.of("t1", List.of(first.spans().get(0), child))), store.find("t1"));
    }

    @Test
    void append_mergesTracesOfOneCall_oneAfterTheOther() {
        List<Span> spans = rich("t1").spans();
        Trace one = Trace.of("t1", spans.subList(0, 1));
        Trace two = Trace.of("t1", spans.subList(0, 2));
        Trace other = trace("t2", "shop", NOON);
        Trace three = Trace.of("t1", spans.subList(2, 3));
        assertEquals(
                List.of(added(1), merged(1), duplicate(), added(1), merged(1), duplicate()),
                store.append(List.of(one, two, one, other, three, other)));
        assertEquals(2, store.count());
        assertEquals(Optional.of(rich("t1")), store.find("t1"));
    }

    @Test
    void append_ofMoreSpans_changesWhatTheTraceIsFoundBy() {
        Instant earlier = NOON.minusSeconds(60);
        store.append(List.of(trace("t1", "shop", NOON), trace("t2", "shop", NOON)));
        Span parent = span("parent", "desk", earlier)
                .agentVersion("2.0")
                .failed("IllegalState", null)
                .build();
        Span child = span("root", "shop", NOON).parentSpanId("parent").build();
        store.append(List.of(Trace.of("t3", List.of(child))));
        store.append(List.of(Trace.of("t3", List.of(parent))));

        Trace whole = Trace.of("t3", List.of(parent, child));
        assertEquals(List.of(whole), find(TraceQuery.all().agent("desk")));
        assertEquals(List.of(whole), find(TraceQuery.all().version("2.0")));
        assertEquals(List.of(whole), find(TraceQuery.all().to(NOON)));
        assertEquals(List.of(whole), find(TraceQuery.all().outcome(Outcome.Label.FAILURE)));
        assertEquals(
                List.of(new AgentSummary("desk", 1, earlier, earlier), new AgentSummary("shop", 2, NOON, NOON)),
                store.agents());
    }

    @Test
    void append_ofATraceThatCannotBeStored_storesNoneOfItsCall() {
        store.close();
        store = open(directory, new UnluckyCodec());
        List<Trace> call =
                List.of(trace("t1", "shop", NOON), trace("unlucky", "shop", NOON), trace("t3", "shop", NOON));
        boolean applied = true;
        try {
            store.append(call);
        } catch (UnluckyException expected) {
            applied = false;
        }
        assertEquals(applied ? 3 : 0, store.count());
        assertEquals(applied, store.find("t1").isPresent());
    }

    @Test
    void find_returnsTracesByStartAndThenById() {
        store.append(crowd());
        List<Trace> expected = crowd().stream().sorted(ORDER).toList();
        assertEquals(expected, find(TraceQuery.all()));
    }

    @Test
    void find_returnsWhatTheQueryMatches() {
        store.append(crowd());
        for (TraceQuery query : queries()) {
            List<Trace> expected =
                    crowd().stream().filter(query::matches).sorted(ORDER).toList();
            assertEquals(expected, find(query), query::toString);
            assertEquals(
                    expected.subList(0, Math.min(3, expected.size())),
                    find(query.limit(3)),
                    () -> query + " limited to 3");
        }
    }

    @Test
    void find_includesFromAndExcludesTo_toTheNanosecond() {
        store.append(List.of(
                trace("before", "shop", NOON.minusNanos(1)),
                trace("at", "shop", NOON),
                trace("after", "shop", NOON.plusNanos(1))));
        assertEquals(List.of("at", "after"), ids(TraceQuery.all().from(NOON)));
        assertEquals(List.of("before"), ids(TraceQuery.all().to(NOON)));
        assertEquals(List.of("at"), ids(TraceQuery.all().from(NOON).to(NOON.plusNanos(1))));
        assertEquals(
                List.of("before", "at", "after"),
                ids(TraceQuery.all().from(Instant.MIN).to(Instant.MAX)));
        assertEquals(List.of(), ids(TraceQuery.all().from(Instant.MAX)));
        assertEquals(List.of(), ids(TraceQuery.all().to(Instant.MIN)));
    }

    @Test
    void find_readsATraceWithoutTimesAsOneFromTheEpoch() {
        Trace timeless = Trace.of("t1", List.of(Span.builder("s", "step").build()));
        store.append(List.of(trace("t2", "shop", NOON), timeless));
        assertEquals(List.of("t1", "t2"), ids(TraceQuery.all()));
        assertEquals(List.of("t1"), ids(TraceQuery.all().to(NOON)));
        assertEquals(Instant.EPOCH, store.agents().get(1).oldest());
    }

    @Test
    void find_keepsNamesApartThatLookAlike() {
        List<String> names =
                List.of("shop", "Shop", "shop ", "shöp", "sho\u0000p", "s%p", "'; DROP TABLE trace; --", "日本語");
        for (String name : names) {
            store.append(List.of(trace("id of " + name, name, NOON)));
        }
        for (String name : names) {
            assertEquals(List.of("id of " + name), ids(TraceQuery.all().agent(name)));
            assertEquals(name, store.find("id of " + name).orElseThrow().agent());
        }
        assertEquals(names.size(), store.agents().size());
    }

    @Test
    void find_keepsLargeTracesAndLongIds() {
        String id = "x".repeat(128);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            spans.add(span("span-" + i, "shop", NOON.plusNanos(i))
                    .parentSpanId("span-0")
                    .build());
        }
        spans.add(
                Span.builder("big", "big").output("0123456789".repeat(300_000)).build());
        Trace large = Trace.of(id, spans);
        store.append(List.of(large));
        assertEquals(Optional.of(large), store.find(id));
    }

    @Test
    void find_mayBeLeftBeforeItsEnd() {
        store.append(crowd());
        try (Stream<Trace> traces = store.find(TraceQuery.all())) {
            assertEquals(crowd().stream().sorted(ORDER).findFirst(), traces.findFirst());
        }
        Iterator<Trace> leftOpen = store.find(TraceQuery.all()).iterator();
        leftOpen.next();
        assertEquals(List.of(added(1)), store.append(List.of(trace("new", "shop", NOON))));
    }

    @Test
    void find_goesOnWhileTracesComeAndGo() {
        store.append(crowd());
        List<Trace> seen = new ArrayList<>();
        try (Stream<Trace> traces = store.find(TraceQuery.all().agent("agent-0"))) {
            traces.forEach(trace -> {
                seen.add(trace);
                store.append(List.of(trace("new-" + seen.size(), "agent-1", NOON.plusSeconds(seen.size()))));
                store.expire("agent-2", NOON.plusSeconds(seen.size()));
            });
        }
        assertEquals(
                crowd().stream()
                        .filter(TraceQuery.all().agent("agent-0")::matches)
                        .sorted(ORDER)
                        .toList(),
                seen);
    }

    @Test
    void agents_countsTracesOfEachAgentByName() {
        store.append(List.of(
                trace("t1", "shop", NOON.plusSeconds(5)),
                failed("t2", "desk", NOON),
                trace("t3", "shop", NOON.plusNanos(1)),
                trace("t4", "shop", NOON.plusSeconds(2))));
        assertEquals(
                List.of(
                        new AgentSummary("desk", 1, NOON, NOON),
                        new AgentSummary("shop", 3, NOON.plusNanos(1), NOON.plusSeconds(5))),
                store.agents());
        assertEquals(4, store.count());
    }

    @Test
    void expire_removesWhatStartedBeforeTheCutoff() {
        store.append(List.of(
                trace("t1", "shop", NOON.minusNanos(1)),
                trace("t2", "shop", NOON),
                trace("t3", "desk", NOON.minusSeconds(9))));
        assertEquals(1, store.expire("shop", NOON));
        assertEquals(List.of("t3", "t2"), ids(TraceQuery.all()));
        assertEquals(Optional.empty(), store.find("t1"));
        assertEquals(
                List.of(
                        new AgentSummary("desk", 1, NOON.minusSeconds(9), NOON.minusSeconds(9)),
                        new AgentSummary("shop", 1, NOON, NOON)),
                store.agents());
    }

    @Test
    void expire_ofAllTraces_forgetsTheAgent() {
        store.append(List.of(trace("t1", "shop", NOON), trace("t2", "shop", NOON)));
        assertEquals(2, store.expire("shop", Instant.MAX));
        assertEquals(List.of(), store.agents());
        assertEquals(0, store.expire("shop", Instant.MAX));
        assertEquals(List.of(added(1)), store.append(List.of(trace("t1", "shop", NOON))));
        assertEquals(1, store.count());
    }

    @Test
    void expire_ofAnUnknownAgent_removesNothing() {
        store.append(List.of(trace("t1", "shop", NOON)));
        assertEquals(0, store.expire("desk", Instant.MAX));
        assertEquals(1, store.count());
    }

    @Test
    void append_fromSeveralThreads_losesNothing() throws Exception {
        List<Callable<List<Appended>>> tasks = new ArrayList<>();
        for (int thread = 0; thread < Threads.COUNT; thread++) {
            int first = thread * 100;
            tasks.add(() -> {
                List<Appended> effects = new ArrayList<>();
                for (int i = first; i < first + 100; i += 10) {
                    effects.addAll(store.append(IntStream.range(i, i + 10)
                            .mapToObj(n -> trace("t" + n, "agent-" + n % 7, NOON.plusSeconds(n)))
                            .toList()));
                }
                return effects;
            });
        }
        for (List<Appended> effects : Threads.runAll(tasks)) {
            assertEquals(100, effects.stream().filter(added(1)::equals).count());
        }
        assertEquals(Threads.COUNT * 100, store.count());
        assertEquals(Threads.COUNT * 100, find(TraceQuery.all()).size());
    }

    @Test
    void append_ofOneTraceFromSeveralThreads_addsItOnce() throws Exception {
        List<Callable<List<Appended>>> tasks = new ArrayList<>();
        for (int i = 0; i < Threads.COUNT; i++) {
            tasks.add(() -> store.append(List.of(rich("t1"))));
        }
        long added = Threads.runAll(tasks).stream()
                .flatMap(List::stream)
                .filter(appended -> appended.effect() == Effect.ADDED)
                .count();
        assertEquals(1, added);
        assertEquals(1, store.count());
    }

    @Test
    void close_endsEveryOperation() {
        store.append(List.of(trace("t1", "shop", NOON)));
        store.close();
        store.close();
        assertProblem(Problem.CLOSED, () -> store.append(List.of(trace("t2", "shop", NOON))));
        assertProblem(Problem.CLOSED, () -> store.find("t1"));
        assertProblem(Problem.CLOSED, () -> find(TraceQuery.all()));
        assertProblem(Problem.CLOSED, () -> store.agents());
        assertProblem(Problem.CLOSED, () -> store.expire("shop", NOON));
        assertProblem(Problem.CLOSED, () -> store.flush());
    }

    @Test
    void close_doesNotWaitForAnOpenStream() {
        store.append(crowd());
        Stream<Trace> open = store.find(TraceQuery.all());
        open.iterator().next();
        store.close();
        open.close();
    }

    @Test
    void aStoreOpenedAgain_holdsWhatWasAppended() {
        assumeTrue(durable(), "this store is not a durable one");
        store.append(crowd());
        store.append(List.of(rich("t1")));
        store.expire("agent-0", Instant.MAX);
        List<Trace> before = find(TraceQuery.all());
        List<AgentSummary> agents = store.agents();
        store.close();
        store = open(directory, new PlainTraceCodec());
        assertEquals(before, find(TraceQuery.all()));
        assertEquals(agents, store.agents());
        assertEquals(List.of(duplicate()), store.append(List.of(rich("t1"))));
    }

    @Test
    void aSecondStoreInTheSamePlace_isTurnedAway() {
        assumeTrue(exclusive(), "this store takes several writers");
        assertProblem(Problem.IN_USE, () -> open(directory, new PlainTraceCodec()));
        assertEquals(List.of(added(1)), store.append(List.of(trace("t1", "shop", NOON))));
    }

    private List<Trace> find(TraceQuery query) {
        try (Stream<Trace> traces = store.find(query)) {
            return traces.toList();
        }
    }

    private List<String> ids(TraceQuery query) {
        return find(query).stream().map(Trace::traceId).toList();
    }

    private static List<TraceQuery> queries() {
        TraceQuery all = TraceQuery.all();
        Instant from = NOON.plusSeconds(4);
        Instant to = NOON.plusSeconds(11);
        List<TraceQuery> queries = new ArrayList<>(List.of(
                all.agent("agent-1"),
                all.agent("nobody"),
                all.version("1.0"),
                all.version("3.0"),
                all.from(from),
                all.to(to),
                all.from(from).to(to),
                all.from(to).to(from),
                all.agent("agent-2").from(from).to(to),
                all.agent("agent-2").version("1.0")));
        for (Outcome.Label outcome : Outcome.Label.values()) {
            queries.add(all.outcome(outcome));
            queries.add(all.outcome(outcome).agent("agent-0"));
            queries.add(all.outcome(outcome).agent("agent-1").version("1.0").from(from));
        }
        return queries;
    }

    private static void assertProblem(Problem problem, Executable call) {
        TraceStoreException thrown = assertThrows(TraceStoreException.class, call);
        assertEquals(problem, thrown.problem(), thrown::getMessage);
    }

    private static Appended added(int spans) {
        return new Appended(Effect.ADDED, spans);
    }

    private static Appended merged(int newSpans) {
        return new Appended(Effect.MERGED, newSpans);
    }

    private static Appended duplicate() {
        return new Appended(Effect.DUPLICATE, 0);
    }

    /** Fails on one trace, as a codec of broken input would. */
    private static final class UnluckyCodec implements TraceCodec {

        private final TraceCodec codec = new PlainTraceCodec();

        @Override
        public byte[] encode(Trace trace) {
            if (trace.traceId().equals("unlucky")) {
                throw new UnluckyException();
            }
            return codec.encode(trace);
        }

        @Override
        public Trace decode(byte[] bytes) {
            return codec.decode(bytes);
        }
    }

    private static final class UnluckyException extends IllegalStateException {

        private static final long serialVersionUID = 1L;
    }
}
