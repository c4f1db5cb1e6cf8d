package dev.arceval.bench;

import dev.arceval.core.stats.MaxTTest;
import dev.arceval.core.stats.PairedProportionTest;
import dev.arceval.core.stats.PairedProportionTest.Pairs;
import dev.arceval.core.stats.Proportion;
import dev.arceval.core.stats.ProportionTest;
import dev.arceval.core.stats.SignFlipTest;
import dev.arceval.core.stats.StratifiedProportionTest;
import dev.arceval.core.stats.StratifiedProportionTest.Stratum;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints what exact tests cost at the largest inputs they take before an approximation takes over, each for the first time
 * in a process and then warm. CPU time of one thread.
 */
public final class ExactTests {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double CONFIDENCE = 0.95;
    private static final int TABLES = 2_000;

    private ExactTests() {}

    public static void main(String[] args) {
        print("Boschloo, worst of " + TABLES + " tables of 400 trials", worstBoschloo(), worstBoschloo());
        for (long n : new long[] {1_000, 1_000_000, 1_000_000_000}) {
            print("Fisher's mid-p, " + n + " trials", () -> fisher(n));
            print("McNemar's mid-p, " + n + " unequal pairs", () -> mcNemar(n));
        }
        print("Cochran-Mantel-Haenszel mid-p, 1,999 inputs", () -> strata(1_999));
        print("the same among 100,000 inputs", () -> strata(100_000));
        double[] differences =
                new SplittableRandom(1).doubles(20, -0.9, 1).sorted().toArray();
        print("20 signs flipped", () -> SignFlipTest.compare(differences, CONFIDENCE));
        double[][] baseline = values(2);
        double[][] current = values(3);
        print("max-T of 10 metrics, 2 x 10,000 runs", () -> MaxTTest.relabel(baseline, current, 1));
    }

    private static double worstBoschloo() {
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int i = 0; i < TABLES; i++) {
            int before = random.nextInt(1, 400);
            Proportion baseline = new Proportion(random.nextInt(before + 1), before);
            Proportion current = new Proportion(random.nextInt(400 - before + 1), 400 - before);
            worst = Math.max(worst, millis(() -> ProportionTest.compare(baseline, current, CONFIDENCE)));
        }
        return worst;
    }

    private static void fisher(long n) {
        ProportionTest.compare(new Proportion(n / 4, n / 2), new Proportion(n / 4 + 1, n - n / 2), CONFIDENCE);
    }

    private static void mcNemar(long n) {
        PairedProportionTest.compare(new Pairs(10, n / 2, n - n / 2, 10), CONFIDENCE);
    }

    /** Almost the widest exact distribution there is: 1,999 inputs with an event, at most, each of which may move by one. */
    private static void strata(int inputs) {
        Stream<Stratum> strata = IntStream.range(0, inputs)
                .mapToObj(i -> new Stratum(new Proportion(i < 1_999 ? 1 : 0, 1), new Proportion(0, 1)));
        StratifiedProportionTest.compare(strata.toList(), CONFIDENCE);
    }

    private static double[][] values(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> random.doubles(10).toArray()).limit(10_000).toArray(double[][]::new);
    }

    private static void print(String what, Runnable test) {
        print(what, millis(test), millis(test));
    }

    private static void print(String what, double first, double warm) {
        System.out.printf(Locale.ROOT, "%-50s first %7.2f ms, then %7.2f ms%n", what, first, warm);
    }

    private static double millis(Runnable test) {
        long before = THREADS.getCurrentThreadCpuTime();
        test.run();
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
    }
}
