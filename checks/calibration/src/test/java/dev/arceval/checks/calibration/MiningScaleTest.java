package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.mine.PatternMiner;
import dev.arceval.eval.PatternReport;
import dev.arceval.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What mining costs where it costs most: nearly every run has a structure of its own. The short form runs in every build, {@code
 * -Dcalibration=full} mines a million runs.
 */
class MiningScaleTest {

    private static final int RUNS = "full".equals(System.getProperty("calibration")) ? 1_000_000 : 4_000;
    private static final double MOST_SECONDS_PER_MILLION_SPANS = 60;
    private static final long MOST_MEGABYTES = 512;

    @Test
    void runsThatAllDiffer_areMinedInBoundedTimeAndMemory() {
        PatternMiner miner = new PatternMiner();
        PlantedAgent agent = new PlantedAgent(.06);
        SplittableRandom random = new SplittableRandom(1);
        long spans = 0;
        long nanos = 0;
        for (int i = 0; i < RUNS; i++) {
            Trace run = agent.run("run" + i, random);
            spans += run.spans().size();
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            miner.add(run);
            nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        }
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        PatternReport report = miner.report(3, 1);
        double reporting = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        double seconds = nanos / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d runs, %,d spans, %,d structures kept: %.1f s of CPU (%.1f s per million spans), report %.1f s, %d MB in use%n",
                RUNS,
                spans,
                report.structures(),
                seconds,
                seconds / spans * 1e6,
                reporting,
                used);

        assertThat(report.runs() + report.forgotten()).isEqualTo(RUNS);
        assertThat(seconds / spans * 1e6).isLessThan(MOST_SECONDS_PER_MILLION_SPANS);
        assertThat(used).isLessThan(MOST_MEGABYTES);
    }
}
