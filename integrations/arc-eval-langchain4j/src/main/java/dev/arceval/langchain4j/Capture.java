package dev.arceval.langchain4j;

import dev.arceval.ActiveSpan;

/**
 * What a provider's own message or token classes do when they are asked is not ours to rely on: if they throw, the step has
 * less to show and the call goes on.
 */
final class Capture {

    private Capture() {}

    /** Runs {@code description}, which adds to {@code span}; whatever it throws stays here and is named in the span. */
    static void quietly(ActiveSpan span, Runnable description) {
        try {
            description.run();
        } catch (RuntimeException | LinkageError broken) {
            span.attribute("arceval.capture.error", broken.getClass().getName());
        }
    }
}
