package dev.arceval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.arceval.trace.Span;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** This module has no implementation on its class path. */
class DoorsWithoutCoreTest {

    @Test
    void everyDoor_saysWhatToAdd() {
        String advice =
                "No arc-eval implementation on the class path. Add dev.arceval:arc-eval-core at the same version as"
                        + " arc-eval-api.";
        assertThatThrownBy(TraceRecycler::builder)
                .isInstanceOf(ArcEvalException.class)
                .hasMessage(advice);
        assertThatThrownBy(() -> DatasetFiles.read(Path.of("x")))
                .isInstanceOf(ArcEvalException.class)
                .hasMessage(advice);
        // The second time too: a failed search is not remembered as something else.
        assertThatThrownBy(TraceRecycler::builder)
                .isInstanceOf(ArcEvalException.class)
                .hasMessage(advice);
    }

    @Test
    void noop_handsOutWhatItIsGiven() throws Exception {
        Tracer tracer = Tracer.noop();
        Function<String, Integer> length = tracer.tool("length", String::length);
        assertThat(tracer.<String, Integer>agent(length).run("four")).isEqualTo(4);
        Runnable task = () -> {};
        assertThat(tracer.propagate(task)).isSameAs(task);
        try (ActiveSpan span = tracer.span(Span.Kind.LLM, "chat")) {
            span.input(null).output("x").failed(new IllegalStateException());
        }
        var executor = Executors.newSingleThreadExecutor();
        assertThat(tracer.propagate(executor)).isSameAs(executor);
        executor.shutdown();
    }

    @Test
    void wrap_recordsNothingAndLeavesTheAgentAlone() {
        assertThat(Tracer.<String, String>wrap(String::trim).run(" x ")).isEqualTo("x");
    }
}
