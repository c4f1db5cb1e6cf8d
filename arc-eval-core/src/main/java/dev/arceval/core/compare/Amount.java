package dev.arceval.core.compare;

import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Positive figures of a completed run that are compared as ratios. */
enum Amount {
    /** Milliseconds from start to end. */
    LATENCY("durations"),
    /** US dollars. */
    COST("costs"),
    /** Input and output tokens of all model calls. */
    TOKENS("token counts");

    /** What a clock that ticks in milliseconds calls 0 ms has no logarithm. */
    private static final double SHORTEST_MS = 0.001;

    private final String noun;

    Amount(String noun) {
        this.noun = noun;
    }

    /** Returns the name of the metric. */
    String metric() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the values are, in the plural. */
    String noun() {
        return noun;
    }

    /** Returns the positive figures of a run in the order of these constants; those it does not have are NaN. */
    static double[] of(Trace trace) {
        Usage usage = trace.usage();
        return new double[] {
            trace.duration().map(Amount::milliseconds).orElse(Double.NaN),
            positive(usage.cost()),
            positive(
                    usage.totalTokens().isPresent()
                            ? OptionalDouble.of(usage.totalTokens().getAsLong())
                            : OptionalDouble.empty())
        };
    }

    private static double milliseconds(Duration duration) {
        return duration.isNegative()
                ? Double.NaN
                : Math.max(SHORTEST_MS, duration.getSeconds() * 1e3 + duration.getNano() / 1e6);
    }

    private static double positive(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() > 0 ? value.getAsDouble() : Double.NaN;
    }
}
