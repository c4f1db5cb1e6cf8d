package dev.arceval.core;

import dev.arceval.ActiveSpan;
import dev.arceval.core.capture.Step;
import dev.arceval.trace.Usage;
import org.jspecify.annotations.Nullable;

/** A {@link Step} behind the {@link ActiveSpan} door. */
final class RecordedSpan implements ActiveSpan {

    private final Step step;

    RecordedSpan(Step step) {
        this.step = step;
    }

    @Override
    public ActiveSpan input(@Nullable Object input) {
        step.input(input);
        return this;
    }

    @Override
    public ActiveSpan output(@Nullable Object output) {
        step.output(output);
        return this;
    }

    @Override
    public ActiveSpan model(String model) {
        step.model(model);
        return this;
    }

    @Override
    public ActiveSpan usage(Usage usage) {
        step.usage(usage);
        return this;
    }

    @Override
    public ActiveSpan attribute(String name, @Nullable Object value) {
        step.attribute(name, value);
        return this;
    }

    @Override
    public ActiveSpan failed(Throwable error) {
        step.failed(error);
        return this;
    }

    @Override
    public void close() {
        step.end();
    }
}
