package dev.arceval.testkit.contract;

import static dev.arceval.testkit.contract.ContractTraces.NOON;
import static dev.arceval.testkit.contract.ContractTraces.crowd;
import static dev.arceval.testkit.contract.ContractTraces.failed;
import static dev.arceval.testkit.contract.ContractTraces.rich;
import static dev.arceval.testkit.contract.ContractTraces.span;
import static dev.arceval.testkit.contract.ContractTraces.trace;
import static dev.arceval.testkit.contract.ContractTraces.varied;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.spi.TraceCodec;
import dev.arceval.spi.TraceStore;
import dev.arceval.spi.TraceStore.AgentSummary;
import dev.arceval.spi.TraceStore.Appended;
import dev.arceval.spi.TraceStore.Effect;
import dev.arceval.spi.TraceStore.Problem;
import dev.arceval.spi.TraceStore.TraceStoreException;
import dev.arceval.testkit.contract.TraceStoreWork.State;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
 *     protected TraceStore open(Path directory, TraceStore.Setup setup) {
 *         return new MyTraceStore(directory, setup);
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
    protected abstract TraceStore open(Path directory, TraceStore.Setup setup);

    /** Whether what was appended is still there after the store was closed and opened again. */
    protected boolean durable() {
        return true;
    }

    /** Whether a second store that writes to the same place is turned away; false for a store of several writers. */
    protected boolean exclusive() {
        return durable();
    }

    /** Whether the store keeps annotations, deletes, and knows limits of count and size. */
    protected boolean annotates() {
        return true;
    }

    @BeforeEach
    void open() {
        store = reopened();
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
        store = open(directory, setup(new UnluckyCodec()));
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
    void expire_leavesTracesWhoseStartIsNotKnown() {
        Trace timeless = Trace.of(
                "timeless", List.of(Span.builder("s", "step").agentName("shop").build()));
        store.append(List.of(timeless, trace("t1", "shop", NOON), trace("t2", "shop", NOON.minusSeconds(1))));
        assertEquals(1, store.expire("shop", NOON));
        assertEquals(List.of("timeless", "t1"), ids(TraceQuery.all()));
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
        store = reopened();
        assertEquals(before, find(TraceQuery.all()));
        assertEquals(agents, store.agents());
        assertEquals(List.of(duplicate()), store.append(List.of(rich("t1"))));
    }

    @Test
    void aSecondStoreInTheSamePlace_isTurnedAway() {
        assumeTrue(exclusive(), "this store takes several writers");
        assertProblem(Problem.IN_USE, this::reopened);
        assertEquals(List.of(added(1)), store.append(List.of(trace("t1", "shop", NOON))));
    }

    @Test
    void find_returnsWhatEachKindOfConditionMatches() {
        store.append(varied());
        TraceQuery all = TraceQuery.all();
        List<TraceQuery> queries = List.of(
                all.traceId("trace-7"),
                all.traceId("no such trace"),
                all.framework("spring-ai"),
                all.framework("unknown"),
                all.conversation("conversation-2"),
                all.user("«email:3»"),
                all.user("nobody"),
                all.model("model-1"),
                all.model("model-1").conversation("conversation-1").agent("agent-1"),
                all.text("order"),
                all.text("ORDER where"),
                all.text("GRÖSSER"),
                all.text("größer"),
                all.text("17"),
                all.text("注"),
                all.text("文注"),
                all.text("and not or"),
                all.text("refund").from(NOON.plusSeconds(2)).to(NOON.plusSeconds(10)),
                all.text("order").outcome(Outcome.Label.SUCCESS).user("«email:1»"),
                all.score("helpful", 0.2, 0.7),
                all.score("helpful", 0.7, 9).agent("agent-0"),
                all.score("polite", -9, 9),
                all.pattern("spans-1"),
                all.pattern("spans-2").agent("agent-1").from(NOON.plusSeconds(3)),
                all.pattern("spans-2").text("order").model("model-2"),
                all.pattern("spans-3"));
        for (TraceQuery query : queries) {
            List<Trace> expected = varied().stream()
                    .filter(trace -> query.matches(trace, pattern(trace), Annotations.none()))
                    .sorted(ORDER)
                    .toList();
            assertEquals(expected, find(query), query::toString);
            assertEquals(expected.stream().limit(2).toList(), find(query.limit(2)), () -> query + " limited to 2");
        }
    }

    @Test
    void find_followsATraceThatGrows() {
        Span root = span("root", "shop", NOON).input("first words").build();
        Span parent = span("parent", "shop", NOON.minusSeconds(1))
                .input("other words")
                .conversationId("c-1")
                .model("big")
                .build();
        store.append(List.of(
                Trace.of("t1", List.of(root.toBuilder().parentSpanId("parent").build()))));
        assertEquals(List.of("t1"), ids(TraceQuery.all().text("first")));
        assertEquals(List.of("t1"), ids(TraceQuery.all().pattern("spans-1")));
        store.append(List.of(Trace.of("t1", List.of(parent))));
        assertEquals(List.of(), ids(TraceQuery.all().text("first")));
        assertEquals(List.of("t1"), ids(TraceQuery.all().text("other words")));
        assertEquals(List.of("t1"), ids(TraceQuery.all().conversation("c-1").model("big")));
        assertEquals(List.of(), ids(TraceQuery.all().pattern("spans-1")));
        assertEquals(List.of("t1"), ids(TraceQuery.all().pattern("spans-2")));
    }

    @Test
    void annotate_keepsWhatIsSaidAboutATrace() {
        assumeAnnotates();
        store.append(List.of(rich("t1"), trace("t2", "shop", NOON)));
        assertEquals(Optional.of(Annotations.none()), store.annotations("t1"));
        Annotations said = said();
        assertEquals(Optional.of(said), store.annotate("t1", before -> said));
        assertEquals(Optional.of(said), store.annotations("t1"));
        assertEquals(Optional.of(Annotations.none()), store.annotations("t2"));
        assertEquals(Optional.of(rich("t1")), store.find("t1"));
        assertEquals(Optional.of(said.withoutTag("angry")), store.annotate("t1", before -> before.withoutTag("angry")));
        assertEquals(Optional.of(said.withoutTag("angry")), store.annotations("t1"));
    }

    @Test
    void annotate_ofAnUnknownTrace_saysNothing() {
        assumeAnnotates();
        assertEquals(Optional.empty(), store.annotate("t1", before -> before.withTag("angry")));
        assertEquals(Optional.empty(), store.annotations("t1"));
        store.append(List.of(trace("t1", "shop", NOON)));
        assertEquals(Optional.of(Annotations.none()), store.annotations("t1"));
    }

    @Test
    void annotate_whoseChangeFails_changesNothing() {
        assumeAnnotates();
        store.append(List.of(trace("t1", "shop", NOON)));
        store.annotate("t1", before -> before.withTag("angry"));
        assertThrows(
                UnluckyException.class,
                () -> store.annotate("t1", before -> {
                    throw new UnluckyException();
                }));
        assertEquals(Optional.of(Annotations.none().withTag("angry")), store.annotations("t1"));
    }

    @Test
    void annotate_staysWithATraceThatGrows() {
        assumeAnnotates();
        List<Span> spans = rich("t1").spans();
        store.append(List.of(Trace.of("t1", spans.subList(0, 1))));
        store.annotate("t1", before -> said());
        store.append(List.of(Trace.of("t1", spans)));
        assertEquals(Optional.of(said()), store.annotations("t1"));
        assertEquals(List.of("t1"), ids(TraceQuery.all().tag("angry")));
        assertEquals(List.of("t1"), ids(TraceQuery.all().score("toxic", 0.2, 0.3)));
        assertEquals(List.of("t1"), ids(TraceQuery.all().score("helpful", 0.5, 0.5)));
    }

    @Test
    void annotate_fromSeveralThreads_losesNothing() throws Exception {
        assumeAnnotates();
        store.append(List.of(trace("t1", "shop", NOON)));
        List<Callable<Optional<Annotations>>> tasks = new ArrayList<>();
        for (int i = 0; i < Threads.COUNT; i++) {
            String tag = "tag-" + i;
            tasks.add(() -> store.annotate("t1", before -> before.withTag(tag)));
        }
        Threads.runAll(tasks);
        assertEquals(Threads.COUNT, store.annotations("t1").orElseThrow().tags().size());
    }

    @Test
    void find_returnsWhatAnnotationsMatch() {
        assumeAnnotates();
        store.append(varied());
        Map<String, Annotations> said = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            Annotations annotations = annotations(i);
            store.annotate("trace-" + i, before -> annotations);
            said.put("trace-" + i, annotations);
        }
        // What is said anew counts, not what was said before.
        store.annotate("trace-4", before -> Annotations.none().withTag("calm"));
        said.put("trace-4", Annotations.none().withTag("calm"));
        TraceQuery all = TraceQuery.all();
        List<TraceQuery> queries = new ArrayList<>(List.of(
                all.tag("angry"),
                all.tag("calm"),
                all.tag(Annotations.PINNED).agent("agent-1"),
                all.tag("angry").text("order").pattern("spans-2"),
                all.score("toxic", 0.1, 0.4),
                all.score(Feedback.SCORE, 1, 2),
                all.score("helpful", 0, 0.5).tag("angry").feedback(Feedback.Kind.ANY)));
        for (Feedback.Kind kind : Feedback.Kind.values()) {
            queries.add(all.feedback(kind));
            queries.add(all.feedback(kind).from(NOON.plusSeconds(4)).model("model-2"));
        }
        for (TraceQuery query : queries) {
            List<Trace> expected = varied().stream()
                    .filter(trace -> query.matches(
                            trace, pattern(trace), said.getOrDefault(trace.traceId(), Annotations.none())))
                    .sorted(ORDER)
                    .toList();
            assertEquals(expected, find(query), query::toString);
        }
    }

    @Test
    void expire_leavesPinnedAndHeldTraces() {
        assumeAnnotates();
        for (int i = 0; i < 5; i++) {
            store.append(List.of(trace("t" + i, "shop", NOON.plusSeconds(i))));
        }
        store.annotate("t1", before -> before.withTag(Annotations.PINNED));
        store.annotate("t2", before -> before.withTag("angry").withTag(Annotations.LEGAL_HOLD));
        store.annotate("t3", before -> before.withTag("angry"));
        assertEquals(2, store.expire("shop", NOON.plusSeconds(4)));
        assertEquals(List.of("t1", "t2", "t4"), ids(TraceQuery.all()));
        assertEquals(List.of(new AgentSummary("shop", 3, NOON.plusSeconds(1), NOON.plusSeconds(4))), store.agents());
        assertEquals(Optional.empty(), store.annotations("t3"));
        store.append(List.of(trace("t3", "shop", NOON.plusSeconds(3))));
        assertEquals(Optional.of(Annotations.none()), store.annotations("t3"));
        assertEquals(List.of("t2"), ids(TraceQuery.all().tag("angry")));
        store.annotate("t1", before -> before.withoutTag(Annotations.PINNED));
        assertEquals(2, store.expire("shop", NOON.plusSeconds(4)));
        assertEquals(List.of("t2", "t4"), ids(TraceQuery.all()));
    }

    @Test
    void cutoff_bringsAnAgentWithinItsCount() {
        assumeAnnotates();
        assertEquals(Optional.empty(), store.cutoff("shop", 3, Long.MAX_VALUE));
        for (int i = 0; i < 10; i++) {
            store.append(List.of(trace("t" + i, "shop", NOON.plusSeconds(i)), trace("d" + i, "desk", NOON)));
        }
        assertEquals(Optional.empty(), store.cutoff("shop", 10, Long.MAX_VALUE));
        assertEquals(Optional.of(NOON.plusSeconds(7)), store.cutoff("shop", 3, Long.MAX_VALUE));
        store.annotate("t0", before -> before.withTag(Annotations.PINNED));
        assertEquals(Optional.of(NOON.plusSeconds(8)), store.cutoff("shop", 3, Long.MAX_VALUE));
        assertEquals(7, store.expire("shop", NOON.plusSeconds(8)));
        assertEquals(List.of("t0", "t8", "t9"), ids(TraceQuery.all().agent("shop")));
        store.expire("shop", store.cutoff("shop", 0, Long.MAX_VALUE).orElseThrow());
        assertEquals(List.of("t0"), ids(TraceQuery.all().agent("shop")));
        assertEquals(Optional.empty(), store.cutoff("shop", 0, Long.MAX_VALUE));
    }

    @Test
    void cutoff_countsTracesWhoseStartIsNotKnown_thoughOthersGoInTheirPlace() {
        assumeAnnotates();
        Trace timeless = Trace.of(
                "timeless", List.of(Span.builder("s", "step").agentName("shop").build()));
        store.append(List.of(timeless, trace("t1", "shop", NOON), trace("t2", "shop", NOON.plusSeconds(1))));
        assertEquals(Optional.of(NOON.plusSeconds(1)), store.cutoff("shop", 2, Long.MAX_VALUE));
        store.expire("shop", NOON.plusSeconds(1));
        assertEquals(List.of("timeless", "t2"), ids(TraceQuery.all()));
        assertEquals(1, store.delete(TraceQuery.all().to(NOON)).traceIds().size());
    }

    @Test
    void cutoff_bringsAnAgentWithinItsSize() {
        assumeAnnotates();
        for (int i = 0; i < 40; i++) {
            store.append(List.of(trace("t" + i, "shop", NOON.plusSeconds(i))));
        }
        assertEquals(Optional.empty(), store.cutoff("shop", Long.MAX_VALUE, Long.MAX_VALUE));
        Instant none = store.cutoff("shop", Long.MAX_VALUE, 0).orElseThrow();
        assertEquals(NOON.plusSeconds(39).plusNanos(1), none);
        long bytes = 1;
        while (store.cutoff("shop", Long.MAX_VALUE, bytes).isPresent()) {
            bytes *= 2;
        }
        Instant cutoff = store.cutoff("shop", Long.MAX_VALUE, bytes / 4).orElseThrow();
        store.expire("shop", cutoff);
        assertEquals(Optional.empty(), store.cutoff("shop", Long.MAX_VALUE, bytes / 4));
        List<String> left = ids(TraceQuery.all());
        assertEquals("t39", left.get(left.size() - 1));
        assertTrue(left.size() >= 8 && left.size() <= 30, left::toString);
    }

    @Test
    void delete_byTraceConversationOrUser_removesTheTraceAndWhatWasSaid() {
        assumeAnnotates();
        store.append(varied());
        varied().forEach(trace -> store.annotate(trace.traceId(), before -> said()));
        for (TraceQuery query : List.of(
                TraceQuery.all().traceId("trace-5"),
                TraceQuery.all().conversation("conversation-3"),
                TraceQuery.all().user("«email:2»"),
                TraceQuery.all().text("refund").limit(1))) {
            List<Trace> matching = find(query.limit(Integer.MAX_VALUE));
            List<String> expected =
                    matching.stream().map(Trace::traceId).sorted().toList();
            long spans =
                    matching.stream().mapToLong(trace -> trace.spans().size()).sum();
            long before = store.count();
            Deletion receipt = store.delete(query);
            assertEquals(expected, receipt.traceIds());
            assertEquals(List.of(), receipt.held());
            assertEquals(List.of(), receipt.unreached());
            assertEquals(expected.size(), receipt.removed().get("traces"));
            assertEquals(spans, receipt.removed().get("spans"));
            assertEquals(expected.size(), receipt.removed().get("annotations"));
            assertEquals(before - expected.size(), store.count());
            assertEquals(List.of(), find(query));
            expected.forEach(id -> assertEquals(Optional.empty(), store.annotations(id)));
        }
        assertEquals(store.count(), find(TraceQuery.all().tag("angry")).size());
        assertEquals(
                List.of(), store.delete(TraceQuery.all().traceId("trace-5")).traceIds());
    }

    @Test
    void delete_leavesWhatIsOnLegalHold() {
        assumeAnnotates();
        store.append(List.of(trace("t1", "shop", NOON), trace("t2", "shop", NOON)));
        store.annotate("t1", before -> before.withTag(Annotations.LEGAL_HOLD));
        store.annotate("t2", before -> before.withTag(Annotations.PINNED));
        Deletion receipt = store.delete(TraceQuery.all().agent("shop"));
        assertEquals(List.of("t2"), receipt.traceIds());
        assertEquals(List.of("t1"), receipt.held());
        assertEquals(List.of("t1"), ids(TraceQuery.all()));
    }

    @Test
    void delete_namesTheCopiesThatWereNoted() {
        assumeAnnotates();
        store.append(List.of(trace("t1", "shop", NOON), trace("t2", "shop", NOON), trace("t3", "shop", NOON)));
        store.copied(List.of(new Deletion.Copy("dataset smoke", "case-1", List.of("t1", "t2"))));
        store.copied(List.of(new Deletion.Copy("dataset smoke", "case-2", List.of("t3"))));
        store.copied(List.of(new Deletion.Copy("dataset smoke", "case-2", List.of("t3", "t1"))));
        store.copied(List.of(new Deletion.Copy("archive 1", "", List.of())));
        Deletion.Copy archive = new Deletion.Copy("archive 1", "", List.of());
        store.expire("shop", Instant.MAX);
        store.append(List.of(trace("t3", "shop", NOON)));

        Deletion expired = store.delete(TraceQuery.all().traceId("t1"));
        assertEquals(List.of(), expired.traceIds());
        assertEquals(
                List.of(
                        archive,
                        new Deletion.Copy("dataset smoke", "case-1", List.of("t1")),
                        new Deletion.Copy("dataset smoke", "case-2", List.of("t1"))),
                expired.unreached());
        assertEquals(2, expired.removed().get("notes of copies"));
        assertEquals(
                List.of(archive, new Deletion.Copy("dataset smoke", "case-2", List.of("t3"))),
                store.delete(TraceQuery.all().agent("shop")).unreached());
        assertEquals(
                List.of(archive, new Deletion.Copy("dataset smoke", "case-1", List.of("t2"))),
                store.delete(TraceQuery.all().traceId("t2")).unreached());
        assertEquals(List.of(), store.delete(TraceQuery.all().agent("nobody")).unreached());
    }

    @Test
    void aStoreOpenedAgain_holdsWhatWasSaid() {
        assumeTrue(durable(), "this store is not a durable one");
        assumeAnnotates();
        store.append(varied());
        store.annotate("trace-7", before -> said());
        store.copied(List.of(new Deletion.Copy("dataset smoke", "case-1", List.of("trace-7"))));
        store.close();
        store = reopened();
        assertEquals(Optional.of(said()), store.annotations("trace-7"));
        assertEquals(List.of("trace-7"), ids(TraceQuery.all().tag("angry")));
        assertEquals(1, store.delete(TraceQuery.all().tag("angry")).unreached().size());
    }

    @Test
    void aReader_seesWhatIsWrittenBesideIt_andWritesNothing() {
        assumeTrue(durable(), "this store is not a durable one");
        TraceStore.Setup toRead = setup(new PlainTraceCodec()).with(TraceStore.Access.READ);
        store.append(List.of(trace("t1", "shop", NOON)));
        try (TraceStore reader = open(directory, toRead)) {
            assertEquals(1, reader.count());
            store.append(List.of(trace("t2", "shop", NOON)));
            assertEquals(2, reader.count());
            assertEquals(Optional.of(trace("t2", "shop", NOON)), reader.find("t2"));
            assertProblem(Problem.READ_ONLY, () -> reader.append(List.of(trace("t3", "shop", NOON))));
            assertProblem(Problem.READ_ONLY, () -> reader.expire("shop", Instant.MAX));
            if (annotates()) {
                store.annotate("t2", before -> said());
                assertEquals(Optional.of(said()), reader.annotations("t2"));
                assertProblem(Problem.READ_ONLY, () -> reader.annotate("t1", before -> said()));
                assertProblem(Problem.READ_ONLY, () -> reader.delete(TraceQuery.all()));
                assertProblem(Problem.READ_ONLY, () -> reader.copied(List.of()));
            }
        }
        store.append(List.of(trace("t3", "shop", NOON)));
        store.close();
        try (TraceStore reader = open(directory, toRead)) {
            assertEquals(3, reader.count());
        }
    }

    @Test
    void whateverIsDone_theStoreAnswersAsTheModelDoes() {
        assumeAnnotates();
        TraceStoreModel model = new TraceStoreModel(TraceStoreContract::pattern);
        long seed = Long.getLong("arceval.test.seed", 7);
        for (int step = 0; step < Integer.getInteger("arceval.test.steps", 150); step++) {
            String which = "seed " + seed + ", step " + step;
            assertEquals(TraceStoreWork.step(model, seed, step), TraceStoreWork.step(store, seed, step), which);
            if (step % 50 == 49) {
                if (durable()) {
                    store.close();
                    store = reopened();
                }
                assertEquals(State.of(model), State.of(store), which);
            }
        }
    }

    @Test
    void aReaderOfNothing_saysSo_andCreatesNothing() {
        assumeTrue(durable(), "this store is not a durable one");
        TraceStore.Setup toRead = setup(new PlainTraceCodec()).with(TraceStore.Access.READ);
        Path elsewhere = directory.resolve("elsewhere");
        assertProblem(Problem.MISSING, () -> open(elsewhere, toRead));
        assertFalse(Files.exists(elsewhere));
    }

    private void assumeAnnotates() {
        assumeTrue(annotates(), "this store keeps no annotations");
    }

    private TraceStore reopened() {
        return open(directory, setup(new PlainTraceCodec()));
    }

    static TraceStore.Setup setup(TraceCodec codec) {
        return new TraceStore.Setup(codec, TraceStoreContract::pattern, TraceStore.Access.WRITE);
    }

    static String pattern(Trace trace) {
        return "spans-" + trace.spans().size();
    }

    private static Annotations said() {
        return Annotations.none()
                .with(new Feedback(false, 2, "größer \u0000 \uD83D\uDE00", "It ships \"today\".", "alice", NOON))
                .with(Feedback.of(true, "bob", NOON.plusNanos(1)))
                .with(new Evaluation("toxic", 0.25, "pass", "because"))
                .with(new Evaluation("unscored", null, null, null))
                .withTag("angry");
    }

    private static Annotations annotations(int i) {
        Annotations annotations = Annotations.none();
        annotations = i % 2 == 0 ? annotations.withTag("angry") : annotations;
        annotations = i % 7 == 0 ? annotations.withTag(Annotations.PINNED) : annotations;
        annotations = i % 3 == 0
                ? annotations.with(Feedback.of(i % 2 == 0, "alice", NOON).withScore(1 + i % 5))
                : annotations;
        annotations =
                i % 9 == 0 ? annotations.with(new Feedback(null, null, null, "better", "bob", NOON)) : annotations;
        return i % 4 == 0 ? annotations.with(new Evaluation("toxic", i / 20.0, null, null)) : annotations;
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
