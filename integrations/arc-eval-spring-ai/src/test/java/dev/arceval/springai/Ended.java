package dev.arceval.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.TraceRecycler;
import java.time.Duration;

/** A stream tells its reader that it is over before it tells its observers: the trace ends a moment after the answer. */
final class Ended {

    private Ended() {}

    /** Returns once {@code traces} have ended and are stored; a test that is timed out is interrupted here. */
    static void await(TraceRecycler recycler, int traces) {
        while (recycler.capture().produced() < traces) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted before %d traces ended", traces)
                    .isFalse();
            Thread.onSpinWait();
        }
        assertThat(recycler.flush(Duration.ofSeconds(30))).isTrue();
    }
}
