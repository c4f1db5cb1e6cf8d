package dev.arceval.core.capture;

import dev.arceval.core.json.ValueText;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What has come of a streamed result: its text so far, or its elements as a JSON array. Ends its step once, when the stream
 * is used up, fails or is given up. Fed by one thread at a time, as streams are; no method throws.
 */
final class Chunks implements Runnable {

    private static final String STREAMED = "gen_ai.request.stream";
    private static final String COUNT = "arceval.stream.chunks";

    private final Step step;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private boolean elements;
    private long count;

    Chunks(Step step) {
        this.step = step;
        step.attribute(STREAMED, true);
    }

    /** Takes one part of the result. */
    void add(@Nullable Object chunk) {
        try {
            if (count++ == 0) {
                step.firstChunk();
                elements = !(chunk instanceof CharSequence);
            }
            if (text.length() < ValueText.MAX_CHARS) {
                append(chunk);
            }
        } catch (Throwable broken) {
            // What could not be read is missing from the text; the count still tells.
        }
    }

    private void append(@Nullable Object chunk) {
        if (!elements) {
            text.append(ValueText.of(chunk));
            return;
        }
        String array = ValueText.of(Collections.singletonList(chunk));
        text.append(text.length() == 0 ? "[" : ",").append(array, 1, array.length() - 1);
    }

    /** The stream came to its end. */
    void completed() {
        if (ended.compareAndSet(false, true)) {
            finish();
        }
    }

    void failed(Throwable error) {
        if (ended.compareAndSet(false, true)) {
            step.failed(error);
            finish();
        }
    }

    /** The reader wants no more of it. */
    void cancelled() {
        if (ended.compareAndSet(false, true)) {
            step.cancelled();
            finish();
        }
    }

    /** The reader has lost it without a word. */
    @Override
    public void run() {
        cancelled();
    }

    private void finish() {
        try {
            step.attribute(COUNT, count);
            if (count > 0) {
                step.output(elements ? text.append(']').toString() : text.toString());
            }
        } catch (Throwable broken) {
            // Without the text the step still has its times.
        }
        step.end();
    }
}
