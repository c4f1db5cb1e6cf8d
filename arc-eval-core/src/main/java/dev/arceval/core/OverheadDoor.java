package dev.arceval.core;

import dev.arceval.OverheadReport;
import dev.arceval.OverheadReport.Added;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.core.capture.Resources;
import dev.arceval.core.stats.Interval;
import dev.arceval.core.stats.QuantileInterval;
import dev.arceval.core.stats.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures what recording adds to a call. A pair is a number of bare calls and as many recorded ones, the order drawn; what
 * slows the machine down for longer slows both. Each quantile has an interval of its own; where two are subtracted, each is
 * wider, so that the difference still holds 95 %.
 */
final class OverheadDoor {

    private static final int PAIRS = 400;
    private static final long PAIR_NANOS = Duration.ofMillis(1).toNanos();
    private static final int MAX_CALLS = 10_000;
    private static final long WARM_UP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LEAST_WARM_UP = 5;
    private static final int ENOUGH_WARM_UP = 50_000;
    private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);
    private static final double CONFIDENCE = .95;
    private static final double EACH_OF_TWO = 1 - (1 - CONFIDENCE) / 2;

    private final LongSupplier ticker;
    private final TraceRecycler recycler;
    private final Supplier<?> bare;
    private final Supplier<?> recorded;

    /** Keeps results alive, so that no call can be left out. */
    private int seen;

    private OverheadDoor(Function<Tracer, ? extends Supplier<?>> agent, TraceRecycler recycler, LongSupplier ticker) {
        this.ticker = ticker;
        this.recycler = recycler;
        this.bare = agent.apply(Tracer.noop());
        this.recorded = agent.apply(recycler.tracer("overhead"));
    }

    static OverheadReport measure(Function<Tracer, ? extends Supplier<?>> agent, Duration budget, LongSupplier ticker) {
        try (TraceRecycler recycler = TraceRecycler.builder().store("memory:").build()) {
            return new OverheadDoor(agent, recycler, ticker).measure(budget);
        }
    }

    private OverheadReport measure(Duration budget) {
        long deadline = ticker.getAsLong() + LIMIT_NANOS;
        int calls = warmUp();
        SplittableRandom order = Seeds.random(0, "overhead", 0);
        double[] without = new double[PAIRS];
        double[] with = new double[PAIRS];
        double[] bytes = new double[PAIRS];
        int pairs = 0;
        while (pairs < PAIRS && (pairs == 0 || ticker.getAsLong() < deadline)) {
            Sample first;
            Sample second;
            boolean bareFirst = order.nextBoolean();
            first = sample(bareFirst ? bare : recorded, calls);
            second = sample(bareFirst ? recorded : bare, calls);
            without[pairs] = (bareFirst ? first : second).nanos / (double) calls;
            with[pairs] = (bareFirst ? second : first).nanos / (double) calls;
            bytes[pairs] = ((bareFirst ? second : first).bytes - (bareFirst ? first : second).bytes) / (double) calls;
            pairs++;
        }
        return report(
                Arrays.copyOf(without, pairs), Arrays.copyOf(with, pairs), Arrays.copyOf(bytes, pairs), calls, budget);
    }

    private static OverheadReport report(double[] without, double[] with, double[] bytes, int calls, Duration budget) {
        double[] added = new double[with.length];
        Arrays.setAll(added, pair -> with[pair] - without[pair]);
        return new OverheadReport(
                with.length,
                calls,
                QuantileInterval.estimate(without, .5),
                median(added),
                slowEnd(without, with),
                Resources.allocatedBytes() < 0 ? null : median(bytes),
                budget);
    }

    private static Added median(double[] differences) {
        Interval interval = QuantileInterval.of(differences, .5, CONFIDENCE);
        return new Added(QuantileInterval.estimate(differences, .5), interval.lower(), interval.upper());
    }

    private static Added slowEnd(double[] without, double[] with) {
        Interval before = QuantileInterval.of(without, .95, EACH_OF_TWO);
        Interval after = QuantileInterval.of(with, .95, EACH_OF_TWO);
        return new Added(
                QuantileInterval.estimate(with, .95) - QuantileInterval.estimate(without, .95),
                after.lower() - before.upper(),
                after.upper() - before.lower());
    }

    /** Calls both sides until their code is compiled; returns how many calls make a pair long enough for the clock. */
    private int warmUp() {
        long start = ticker.getAsLong();
        int rounds = 0;
        long last = PAIR_NANOS;
        while (rounds < LEAST_WARM_UP || (rounds < ENOUGH_WARM_UP && ticker.getAsLong() - start < WARM_UP_NANOS)) {
            last = Math.max(1, sample(bare, 1).nanos);
            run(recorded, 1);
            rounds++;
        }
        recycler.flush(FLUSH_LIMIT);
        return (int) Math.max(1, Math.min(MAX_CALLS, PAIR_NANOS / last));
    }

    private record Sample(long nanos, long bytes) {}

    /** The store has its turn before each sample, not in it. */
    private Sample sample(Supplier<?> side, int calls) {
        recycler.flush(FLUSH_LIMIT);
        long bytes = Resources.allocatedBytes();
        long start = ticker.getAsLong();
        run(side, calls);
        long nanos = ticker.getAsLong() - start;
        return new Sample(nanos, Resources.allocatedBytes() - bytes);
    }

    private void run(Supplier<?> side, int calls) {
        for (int i = 0; i < calls; i++) {
            seen += side.get() == null ? 0 : 1;
        }
    }

    /** How many calls returned something; read by nobody but the compiler. */
    int seen() {
        return seen;
    }
}
