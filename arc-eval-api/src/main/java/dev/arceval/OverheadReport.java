package dev.arceval;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What recording adds to the calls of an agent, measured on that agent: bare and recorded calls in pairs, in changing order,
 * after warming up. Intervals hold 95 % of the time, whatever the distribution of the agent's own times.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="overhead"}
 *
 * @param pairs how many pairs were measured
 * @param callsPerPair how many calls each side of a pair made; more than one where a call is too short for the clock
 * @param bareMedian nanoseconds of a call that is not recorded
 * @param median nanoseconds added at the median, from the differences within the pairs
 * @param p95 nanoseconds added to the slowest twentieth: its threshold recorded minus its threshold bare
 * @param allocated bytes added, on the thread of the call; null if the JVM does not tell
 * @param budget what a call may cost more
 * @since 0.1
 */
public record OverheadReport(
        int pairs,
        int callsPerPair,
        double bareMedian,
        Added median,
        Added p95,
        @Nullable Added allocated,
        Duration budget) {

    /** How much recording a call may take unless told otherwise. */
    public static final Duration DEFAULT_BUDGET = Duration.ofMillis(50);

    /**
     * Something added to each call.
     *
     * @param value the estimate
     * @param lower what it is at least; negative infinity if there were too few pairs to tell
     * @param upper what it is at most; infinity if there were too few pairs to tell
     */
    public record Added(double value, double lower, double upper) {}

    /** Whether the budget is kept. */
    public enum Verdict {
        /** Even the slow end, at the upper end of its interval, stays below it. */
        WITHIN_BUDGET,
        /** The median is above it, even at the lower end of its interval. */
        OVER_BUDGET,
        /** There were too few calls, or they vary too much, to tell. */
        UNCLEAR
    }

    /**
     * Measures {@code call}, which calls an agent once, against {@link #DEFAULT_BUDGET}. The agent is called some hundred
     * times, ten seconds at most; it should not be one that costs money.
     */
    public static OverheadReport measure(Supplier<?> call) {
        return measure(
                tracer -> {
                    Function<String, ?> agent = tracer.agent(input -> call.get());
                    return () -> agent.apply("");
                },
                DEFAULT_BUDGET);
    }

    /**
     * Measures an agent with its tools and models as steps.
     *
     * @param agent makes the agent's call, with what the given tracer wraps; asked twice, once with one that records nothing
     * @throws IllegalArgumentException if the budget is not positive
     */
    public static OverheadReport measure(Function<Tracer, ? extends Supplier<?>> agent, Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException("budget must be positive: " + budget);
        }
        return Implementation.get().overhead(agent, budget);
    }

    /** Returns whether the budget is kept. */
    public Verdict verdict() {
        double nanos = budget.toNanos();
        if (p95.upper <= nanos && median.upper <= nanos) {
            return Verdict.WITHIN_BUDGET;
        }
        return median.lower > nanos ? Verdict.OVER_BUDGET : Verdict.UNCLEAR;
    }

    /** Returns the answer in a few lines. */
    @Override
    public String toString() {
        String verdict = switch (verdict()) {
            case WITHIN_BUDGET -> "within the budget of ";
            case OVER_BUDGET -> "over the budget of ";
            case UNCLEAR -> "too few or too uneven calls to tell about a budget of ";
        };
        return "Recording a call adds " + micros(median) + " at the median and " + micros(p95) + " at p95: " + verdict
                + budget.toNanos() / 1_000 + " µs.\n"
                + Optional.ofNullable(allocated)
                        .map(bytes -> String.format(
                                Locale.ROOT,
                                "It allocates %.0f bytes more (%.0f to %.0f).\n",
                                bytes.value,
                                bytes.lower,
                                bytes.upper))
                        .orElse("")
                + String.format(
                        Locale.ROOT,
                        "A bare call takes %.3f µs; %d pairs of %d calls, intervals of 95 %%.",
                        bareMedian / 1_000,
                        pairs,
                        callsPerPair);
    }

    private static String micros(Added added) {
        return String.format(
                Locale.ROOT, "%.3f µs (%.3f to %.3f)", added.value / 1_000, added.lower / 1_000, added.upper / 1_000);
    }
}
