package dev.arceval.check.testkit;

import static dev.arceval.testkit.TraceAssert.assertThatTrace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.TraceRecycler;
import dev.arceval.Traced;
import dev.arceval.Tracer;
import dev.arceval.testkit.InMemoryRecycler;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What the testkit gives to tests of one's own. */
@InMemoryRecycler
class OwnTestsTest {

    private static Trace record(TraceRecycler recycler, boolean works) {
        Tracer tracer = recycler.tracer("greeter");
        Function<String, String> title = tracer.tool("title", who -> {
            if (!works) {
                throw new IllegalArgumentException("nobody");
            }
            return "Dr. " + who;
        });
        try {
            tracer.agent((String name) -> "Hello " + title.apply(name)).run("Ada");
        } catch (IllegalArgumentException expected) {
            assertThat(works).isFalse();
        }
        assertThat(recycler.flush(Duration.ofSeconds(10))).isTrue();
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            return traces.toList().get(0);
        }
    }

    @RepeatedTest(2)
    void recycler_isNewForEachTest(TraceRecycler recycler) {
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            assertThat(traces).isEmpty();
        }
        record(recycler, true);
    }

    @Test
    void traceAssert_saysWhatATraceDid(TraceRecycler recycler) {
        assertThatTrace(record(recycler, true))
                .succeeded()
                .answers("Hello Dr. Ada")
                .callsTools("title")
                .neverCalls("delete")
                .hasNoFailedStep()
                .tookAtMost(Duration.ofMinutes(1));
    }

    interface Library {
        @Traced(name = "find_book")
        String find(String title);
    }

    @Test
    void toolWithANameOfItsOwn_staysATool(TraceRecycler recycler) {
        Tracer tracer = recycler.tracer("librarian");
        Library library = tracer.tools(Library.class, title -> "shelf 7");
        tracer.agent((String title) -> library.find(title)).run("Emma");
        assertThat(recycler.flush(Duration.ofSeconds(10))).isTrue();
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            assertThatTrace(traces.toList().get(0)).callsTools("find_book");
        }
    }

    @Test
    void traceAssert_saysWhatItDidInstead(TraceRecycler recycler) {
        Trace failed = record(recycler, false);

        assertThatTrace(failed).failedWith("java.lang.IllegalArgumentException");
        assertThatThrownBy(() -> assertThatTrace(failed).succeeded()).hasMessageContaining("nobody");
        assertThatThrownBy(() -> assertThatTrace(failed).answers("x")).hasMessageContaining("answered");
        assertThatThrownBy(() -> assertThatTrace(failed).callsTools()).hasMessageContaining("[title]");
        assertThatThrownBy(() -> assertThatTrace(failed).neverCalls("title")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThatTrace(failed).hasNoFailedStep()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThatTrace(failed).usesAtMostTokens(5)).hasMessageContaining("unknown");
        assertThatThrownBy(() -> assertThatTrace(failed).tookAtMost(Duration.ZERO))
                .isInstanceOf(AssertionError.class);
    }
}
