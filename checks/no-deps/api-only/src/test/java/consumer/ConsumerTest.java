package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.arceval.ArcEvalException;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import org.junit.jupiter.api.Test;

class ConsumerTest {

    @Test
    void noopTracer_worksWithoutCore() {
        assertEquals("tea has 3 characters", new Consumer(Tracer.noop()).answer("tea"));
    }

    @Test
    void wrappedAgent_worksWithoutCore() {
        assertEquals("TEA", Tracer.<String, String>wrap("shout", String::toUpperCase).run("tea"));
    }

    @Test
    void recycler_saysWhichArtifactIsMissing() {
        ArcEvalException missing = assertThrows(ArcEvalException.class, TraceRecycler::builder);
        assertEquals(
                "No arc-eval implementation on the class path."
                        + " Add dev.arceval:arc-eval-core at the same version as arc-eval-api.",
                missing.getMessage());
    }
}
