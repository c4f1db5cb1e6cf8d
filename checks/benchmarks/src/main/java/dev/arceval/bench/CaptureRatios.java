package dev.arceval.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/**
 * Measures {@link TracingBenchmark}'s calls by the CPU time and the allocation of the calling thread alone, in interleaved
 * rounds, and prints the ratios as rows of the table in {@code docs/performance.md}. On a machine that is busy with other
 * work this says more than time on the wall.
 *
 * <p>Paced means chunks that fit into the batch processor's queue, with everything handed on between them; what the same call
 * takes switched off, reading the clocks included, is taken off both sides. Saturated means without a pause.
 */
public final class CaptureRatios {

    private static final int ROUNDS = 15;
    private static final int WARM_UP = 10;
    private static final int CHUNKS = 40;

    /** Two spans each: half of the batch processor's queue of 2,048 where two threads share it. */
    private static final int CHUNK = 500;

    private static final int SATURATED_CALLS = 100_000;
    private static final String TEXT = "0123456789".repeat(20);

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CaptureRatios() {}

    /** Something that records calls, and how to wait for what it has recorded; told how often it was called. */
    private record Side(String name, UnaryOperator<String> call, LongConsumer called, Runnable drain) {}

    /** Nanoseconds and bytes a call. */
    private record Cost(double nanos, double bytes) {}

    /** @param arguments none */
    public static void main(String[] arguments) throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            TracingBenchmark.Ours ours = new TracingBenchmark.Ours();
            TracingBenchmark.OpenTelemetry otel = new TracingBenchmark.OpenTelemetry();
            List<Side> sides = List.of(
                    new Side("ours", ours::call, calls -> {}, ours::lost),
                    new Side("OpenTelemetry", otel::call, otel::called, otel::drain),
                    new Side("switched off", new TracingBenchmark.Off()::call, calls -> {}, () -> {}));
            measure(threads, "paced", sides, CHUNKS, CHUNK);
            System.out.printf(
                    Locale.ROOT,
                    "lost when paced: ours %.4f %%, OpenTelemetry %.4f %%%n",
                    100 * ours.lost(),
                    100 * otel.lost());
            measure(threads, "saturated", sides.subList(0, 2), 1, SATURATED_CALLS);
            ours.close();
            otel.close();
        }
    }

    private static void measure(int threads, String pace, List<Side> sides, int chunks, int calls) throws Exception {
        List<List<Cost>> costs = new ArrayList<>();
        sides.forEach(side -> costs.add(new ArrayList<>()));
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> rounds(together, sides, costs, chunks, calls));
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        double[] ratios = new double[ROUNDS * threads];
        double[] bytes = new double[ROUNDS * threads];
        for (int i = 0; i < ratios.length; i++) {
            double bare = sides.size() > 2 ? costs.get(2).get(i).nanos : 0;
            ratios[i] = (costs.get(0).get(i).nanos - bare) / (costs.get(1).get(i).nanos - bare);
            bytes[i] = costs.get(0).get(i).bytes / costs.get(1).get(i).bytes;
        }
        Arrays.sort(ratios);
        Arrays.sort(bytes);
        for (int s = 0; s < sides.size(); s++) {
            double[] nanos =
                    costs.get(s).stream().mapToDouble(Cost::nanos).sorted().toArray();
            double[] allocated =
                    costs.get(s).stream().mapToDouble(Cost::bytes).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %s | %.1f ns (%.1f to %.1f) | %.0f B |%n",
                    threads,
                    pace,
                    sides.get(s).name,
                    middle(nanos),
                    nanos[0],
                    nanos[nanos.length - 1],
                    middle(allocated));
        }
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | ratio | %.2f (%.2f to %.2f) | %.2f |%n",
                threads,
                pace,
                middle(ratios),
                ratios[0],
                ratios[ratios.length - 1],
                middle(bytes));
    }

    private static double middle(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static void rounds(
            CyclicBarrier together, List<Side> sides, List<List<Cost>> costs, int chunks, int calls) {
        try {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (int s = 0; s < sides.size(); s++) {
                    together.await();
                    Cost cost = cost(sides.get(s), chunks, calls);
                    if (round >= 0) {
                        synchronized (costs) {
                            costs.get(s).add(cost);
                        }
                    }
                }
            }
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Cost cost(Side side, int chunks, int calls) {
        long nanos = 0;
        long bytes = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long from = THREADS.getCurrentThreadCpuTime();
            run(side.call, calls);
            side.called.accept(calls);
            nanos += THREADS.getCurrentThreadCpuTime() - from;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - allocated;
            side.drain.run();
        }
        return new Cost(nanos / (double) (chunks * calls), bytes / (double) (chunks * calls));
    }

    private static void run(UnaryOperator<String> call, int calls) {
        int length = 0;
        for (int i = 0; i < calls; i++) {
            length += call.apply(TEXT).length();
        }
        if (length != calls * TEXT.length()) {
            throw new IllegalStateException("another answer");
        }
    }
}
