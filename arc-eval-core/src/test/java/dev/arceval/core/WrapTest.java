package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.TraceRecycler;
import dev.arceval.Traced;
import dev.arceval.Tracer;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.store.MemoryTraceStore;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The one-liners, on the default recycler. One class, one recycler: the default is the process's. */
class WrapTest {

    private static final TraceRecycler RECYCLER = TraceRecycler.builder()
            .store(new MemoryTraceStore(1 << 20, new PatternIds()))
            .build();

    @AfterAll
    static void close() {
        RECYCLER.close();
    }

    private static Trace recordedBy(String agent) {
        assertThat(RECYCLER.flush(Duration.ofSeconds(60))).isTrue();
        List<Trace> traces = RECYCLER.find(TraceQuery.all().agent(agent)).toList();
        assertThat(traces).hasSize(1);
        return traces.get(0);
    }

    static {
        Tracer.setDefault(RECYCLER);
    }

    @Test
    void functionOfTwo_isNamedAfterItsCallerAndRecordsBoth() {
        BiFunction<String, Integer, String> agent = Tracer.wrap((question, times) -> question.repeat(times));

        assertThat(agent.apply("ho", 2)).isEqualTo("hoho");

        assertThat(recordedBy("WrapTest").input()).contains("[\"ho\",2]");
    }

    @Test
    void supplier_hasNoInput() {
        Supplier<String> agent = Tracer.wrap("digest", () -> "all quiet");

        assertThat(agent.get()).isEqualTo("all quiet");

        Trace trace = recordedBy("digest");
        assertThat(trace.input()).isEmpty();
        assertThat(trace.output()).contains("all quiet");
    }

    @Test
    void callable_keepsItsCheckedException() {
        Callable<String> agent = Tracer.wrapCallable("nightly", () -> {
            throw new IOException("disk");
        });

        assertThatThrownBy(agent::call).isExactlyInstanceOf(IOException.class).hasMessage("disk");

        assertThat(recordedBy("nightly").outcome()).isInstanceOf(Outcome.Failure.class);
    }

    @Traced(name = "concierge")
    private interface Assistant {
        String chat(String question);
    }

    @Test
    void interface_isRecordedUnderItsName() {
        Assistant assistant = Tracer.wrap(Assistant.class, question -> "welcome");

        assertThat(assistant.chat("hello")).isEqualTo("welcome");

        Trace trace = recordedBy("concierge");
        assertThat(trace.input()).contains("hello");
        assertThat(trace.output()).contains("welcome");
    }
}
