package dev.arceval.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreModel;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to a store in whatever order, it answers as the model does. */
final class TraceStoreModelTest {

    /** Without forcing to disk: nobody pulls the plug in this test, and it runs ten times as fast. */
    private static final String[] SETTINGS = {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF"};

    @Property(tries = 100)
    void sqlite_doesWhatTheModelDoes(@ForAll("steps") List<Step> steps) throws IOException {
        Path directory = Files.createTempDirectory("arc-eval-model");
        try (Subject subject = new Subject(before -> SqliteTraceStore.open(directory, TestObjects.setup(), SETTINGS))) {
            subject.take(steps);
        } finally {
            deleteAll(directory);
        }
    }

    @Property(tries = 500)
    void memory_doesWhatTheModelDoes(@ForAll("steps") List<Step> steps) {
        MemoryTraceStore store = new MemoryTraceStore(MemoryTraceStore.DEFAULT_MAX_BYTES, TestObjects::pattern);
        try (Subject subject = new Subject(before -> store)) {
            subject.take(
                    steps.stream().filter(step -> !(step instanceof Reopen)).toList());
        }
    }

    sealed interface Step {}

    record Append(List<Trace> traces) implements Step {}

    record Expire(String agent, Instant cutoff) implements Step {}

    record Find(TraceQuery query) implements Step {}

    record Tag(String traceId, String tag) implements Step {}

    record Delete(TraceQuery query) implements Step {}

    /** As an archive does: what lies before the cutoff of a limit is read, then removed. */
    record Archive(String agent, int maxTraces) implements Step {}

    record Reopen() implements Step {}

    /** A store and the model, kept in step. */
    private static final class Subject implements AutoCloseable {

        private final TraceStoreModel model = new TraceStoreModel(TestObjects::pattern);
        private final UnaryOperator<TraceStore> open;
        private TraceStore store;

        Subject(UnaryOperator<TraceStore> open) {
            this.open = open;
            this.store = open.apply(null);
        }

        void take(List<Step> steps) {
            for (Step step : steps) {
                take(step);
                assertThat(store.agents()).isEqualTo(model.agents());
            }
            List<Trace> expected = TestObjects.all(model);
            assertThat(TestObjects.all(store)).isEqualTo(expected);
            assertThat(store.count()).isEqualTo(expected.size());
            for (Trace trace : expected) {
                assertThat(store.find(trace.traceId())).contains(trace);
                assertThat(store.annotations(trace.traceId())).isEqualTo(model.annotations(trace.traceId()));
            }
        }

        private void take(Step step) {
            if (step instanceof Append append) {
                assertThat(store.append(append.traces())).isEqualTo(model.append(append.traces()));
            } else if (step instanceof Expire expire) {
                assertThat(store.expire(expire.agent(), expire.cutoff()))
                        .isEqualTo(model.expire(expire.agent(), expire.cutoff()));
            } else if (step instanceof Tag tag) {
                assertThat(store.annotate(tag.traceId(), said -> said.withTag(tag.tag())))
                        .isEqualTo(model.annotate(tag.traceId(), said -> said.withTag(tag.tag())));
            } else if (step instanceof Delete delete) {
                assertThat(store.delete(delete.query()).traceIds())
                        .isEqualTo(model.delete(delete.query()).traceIds());
            } else if (step instanceof Archive archive) {
                archive(archive);
            } else if (step instanceof Find find) {
                requireSame(find.query());
            } else {
                store.close();
                store = open.apply(store);
            }
        }

        private void archive(Archive archive) {
            Optional<Instant> before = store.cutoff(archive.agent(), archive.maxTraces(), Long.MAX_VALUE);
            assertThat(before).isEqualTo(model.cutoff(archive.agent(), archive.maxTraces(), Long.MAX_VALUE));
            Instant cutoff = before.orElse(Instant.EPOCH);
            requireSame(TraceQuery.all().agent(archive.agent()).to(cutoff));
            assertThat(store.expire(archive.agent(), cutoff)).isEqualTo(model.expire(archive.agent(), cutoff));
        }

        private void requireSame(TraceQuery query) {
            try (Stream<Trace> found = store.find(query);
                    Stream<Trace> expected = model.find(query)) {
                assertThat(found.toList()).isEqualTo(expected.toList());
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> append = traces().list().ofMaxSize(6).map(Append::new);
        Arbitrary<Step> expire = Combinators.combine(agents(), starts()).as(Expire::new);
        Arbitrary<Step> find = queries().map(Find::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, append),
                        Tuple.of(2, expire),
                        Tuple.of(4, find),
                        Tuple.of(2, Combinators.combine(ids(), tags()).as(Tag::new)),
                        Tuple.of(1, queries().map(Delete::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(
                                                agents(), Arbitraries.integers().between(0, 4))
                                        .as(Archive::new)),
                        Tuple.of(1, Arbitraries.of(new Reopen())))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    private Arbitrary<Trace> traces() {
        return Combinators.combine(ids(), spans().list().ofMinSize(1).ofMaxSize(4))
                .as(Trace::of);
    }

    private Arbitrary<String> ids() {
        return Arbitraries.of("a", "b", "c", "d", "B", "a ", "ab", "日");
    }

    private Arbitrary<String> tags() {
        return Arbitraries.of("angry", Annotations.PINNED, Annotations.LEGAL_HOLD);
    }

    private Arbitrary<Span> spans() {
        Arbitrary<Span.Status> status = Arbitraries.of(Span.Status.class);
        return Combinators.combine(
                        Arbitraries.of("s1", "s2", "s3", "s4"),
                        Arbitraries.of("s1", "s2", "").injectNull(.3),
                        agents().injectNull(.5),
                        Arbitraries.of("1", "2").injectNull(.5),
                        starts(),
                        status,
                        Arbitraries.strings().ascii().ofMaxLength(20),
                        Arbitraries.of("which order", "order 17 \"where\"", "größer")
                                .injectNull(.4))
                .as((id, parent, agent, version, start, ended, text, input) -> Span.builder(id, "step")
                        .parentSpanId(parent)
                        .agentName(agent)
                        .agentVersion(version)
                        .start(start)
                        .status(ended)
                        .input(input == null ? "" : input)
                        .conversationId(input)
                        .output(text)
                        .build());
    }

    private Arbitrary<TraceQuery> queries() {
        return Combinators.combine(
                        agents().injectNull(.5),
                        Arbitraries.of("1", "2").injectNull(.7),
                        starts().injectNull(.6),
                        starts().injectNull(.6),
                        Arbitraries.of(Outcome.Label.class).injectNull(.6),
                        Arbitraries.integers().between(1, 4).injectNull(.7),
                        Arbitraries.of("order", "17", "größer", "which").injectNull(.8),
                        more())
                .as((agent, version, from, to, outcome, limit, text, more) -> {
                    TraceQuery query = more;
                    query = text == null ? query : query.text(text);
                    query = agent == null ? query : query.agent(agent);
                    query = version == null ? query : query.version(version);
                    query = from == null ? query : query.from(from);
                    query = to == null ? query : query.to(to);
                    query = outcome == null ? query : query.outcome(outcome);
                    return limit == null ? query : query.limit(limit);
                });
    }

    private Arbitrary<TraceQuery> more() {
        TraceQuery all = TraceQuery.all();
        return Arbitraries.of(
                all,
                all,
                all,
                all.tag("angry"),
                all.pattern("pattern-2"),
                all.conversation("größer"),
                all.traceId("a"));
    }

    private Arbitrary<String> agents() {
        return Arbitraries.of("shop", "desk", "unknown");
    }

    private Arbitrary<Instant> starts() {
        return Arbitraries.integers().between(-1, 6).map(i -> i < 0 ? Instant.EPOCH : TestObjects.NOON.plusNanos(i));
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
        }
    }
}
