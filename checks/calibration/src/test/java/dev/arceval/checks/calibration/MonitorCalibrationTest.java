package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.monitor.MonitorOptions;
import dev.arceval.core.monitor.RunMonitor;
import dev.arceval.core.stats.EBenjaminiHochberg;
import dev.arceval.core.stats.OnlineTests;
import dev.arceval.core.stats.RateEvidence;
import dev.arceval.eval.Alert;
import dev.arceval.trace.Trace;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Monitors that are looked at after every run, for long, and many of them: false alarms, delays, false shares. */
class MonitorCalibrationTest {

    private static final SyntheticAgent AGENT = SyntheticAgent.usual();
    private static final Function<Trace, String> PATTERN =
            trace -> trace.spans().get(0).name();

    @ParameterizedTest
    @CsvSource({"1, .5, .02", "1, 1, .10", "20, .5, .05", "20, 1, .01"})
    void sameAgent_lookedAtAfterEveryRun_raisesNoAlarm(int patterns, double logSd, double errors) {
        SyntheticAgent agent = new SyntheticAgent(patterns, logSd, errors, 1, -1, -1);
        Repeats repeats = new Repeats(
                "monitor, " + patterns + " patterns, log-sd " + logSd + ", errors " + errors + ", 4000 looks",
                50,
                1_000);
        double share = repeats.share("any alarm", random -> firstAlarm(agent, 2_000, agent, 4_000, random, "") > 0);
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.055));
    }

    @Test
    void sameAgent_otherTraffic_raisesNoAlarm() {
        Repeats repeats = new Repeats("monitor, slow pattern doubles its traffic, 2000 looks", 50, 1_000);
        double share = repeats.share(
                "any alarm", random -> firstAlarm(AGENT, 2_000, AGENT.withMoreSlowTraffic(), 2_000, random, "") > 0);
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.055));
    }

    @ParameterizedTest
    @CsvSource({".02, .05, 290", ".02, .10, 90"})
    void moreErrors_areFoundSoon(double before, double after, double limit) {
        // Few repeats would leave the median uncertain by a third.
        Repeats repeats = new Repeats("monitor, errors " + before + " -> " + after + ", baseline 20000", 301, 3_001);
        double delay = repeats.median("median runs until alarm", random -> rateDelay(before, after, random));
        assertThat(delay).isLessThanOrEqualTo(limit);
    }

    @Test
    void tenPercentSlower_isFoundSoon() {
        SyntheticAgent agent = AGENT.withPatterns(1);
        Repeats repeats = new Repeats("monitor, all metrics on, latency +10 %, log-sd .5, baseline 4000", 31, 301);
        double delay = repeats.median("median runs until alarm", random -> {
            int found = firstAlarm(agent, 4_000, agent.slowedBy(1.1), 4_000, random, "latency");
            return found > 0 ? found : 4_000;
        });
        assertThat(delay).isLessThanOrEqualTo(400);
    }

    @Test
    void fiftyMonitors_nothingWrong_raiseNoAlarm() {
        Repeats repeats = new Repeats("50 monitors, errors 2 %, 60 looks in 1500 runs, nothing wrong", 200, 2_000);
        double share = repeats.share("any alarm", random -> fifty(0, random)[0] > 0);
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.055));
    }

    @Test
    void fiftyMonitors_fiveWorse_areFoundWithFewFalseOnes() {
        Repeats repeats = new Repeats("50 monitors, five of them 2 -> 6 %", 100, 1_000);
        double falseShare = repeats.mean("false share of alarms", random -> {
            int[] alarms = fifty(5, random);
            return alarms[0] == 0 ? 0 : (double) alarms[0] / (alarms[0] + alarms[1]);
        });
        double power = repeats.mean("found of the five", random -> fifty(5, random)[1] / 5.0);
        assertThat(falseShare).isLessThanOrEqualTo(repeats.atMost(.05));
        assertThat(power).isGreaterThanOrEqualTo(repeats.atLeast(.95));
    }

    @Test
    void thirtyDaysOfFortyTests_nothingWrong_raiseNoAlarm() {
        Repeats repeats = new Repeats("30 days of 40 tests, nothing wrong", 400, 4_000);
        double share = repeats.share("any alarm in the month", random -> {
            OnlineTests tests = new OnlineTests(.05);
            boolean any = false;
            for (int test = 0; test < 30 * 40; test++) {
                any |= tests.test(random.nextDouble());
            }
            return any;
        });
        assertThat(share).isLessThanOrEqualTo(repeats.atMost(.06));
    }

    @Test
    void thirtyDaysOfFortyTests_strongRegression_isFoundWithinThreeDays() {
        Repeats repeats = new Repeats("30 days of 40 tests, one 5 standard errors worse from day 10", 400, 4_000);
        double share = repeats.share("found within three days", random -> {
            OnlineTests tests = new OnlineTests(.05);
            boolean found = false;
            for (int day = 0; day < 13; day++) {
                for (int test = 0; test < 40; test++) {
                    double shift = day >= 10 && test == 7 ? 5 : 0;
                    double p = NormalDistribution.of(0, 1).survivalProbability(random.nextGaussian() + shift);
                    found |= tests.test(p) && shift > 0;
                }
            }
            return found;
        });
        assertThat(share).isGreaterThanOrEqualTo(repeats.atLeast(.75));
    }

    /** Runs until the first alert about a metric; 0 if there is none. */
    private static int firstAlarm(
            SyntheticAgent before, int baseline, SyntheticAgent now, int runs, SplittableRandom random, String metric) {
        RunMonitor monitor = RunMonitor.start(before.runs("a", baseline, random), PATTERN, MonitorOptions.defaults());
        int seen = 0;
        for (Trace run : now.runs("b", runs, random)) {
            seen++;
            for (Alert alert : monitor.add(run, PATTERN.apply(run))) {
                if (alert.metric().startsWith(metric)) {
                    return seen;
                }
            }
        }
        return 0;
    }

    /** One monitor, one metric: what the acceptance experiment S17 asks. */
    private static double rateDelay(double before, double after, SplittableRandom random) {
        int events = 0;
        for (int i = 0; i < 20_000; i++) {
            events += random.nextDouble() < before ? 1 : 0;
        }
        double bound = new RateEvidence(events, 20_000).upperBound(.005);
        int seen = 0;
        int failed = 0;
        while (seen < 4_000) {
            failed += random.nextDouble() < after ? 1 : 0;
            seen++;
            // The first bettor's stake and the price of the baseline's bound, as in the monitor.
            if (new RateEvidence(failed, seen).logAbove(bound) + Math.log(.9 * .9) >= Math.log(1 / .05)) {
                return seen;
            }
        }
        return seen;
    }

    /** Fifty monitors of error rates, looked at every 25 runs: false and true alarms. */
    private static int[] fifty(int worse, SplittableRandom random) {
        double[] bounds = new double[50];
        for (int i = 0; i < 50; i++) {
            int events = 0;
            for (int run = 0; run < 4_000; run++) {
                events += random.nextDouble() < .02 ? 1 : 0;
            }
            bounds[i] = new RateEvidence(events, 4_000).upperBound(.005 / 50);
        }
        int[] failed = new int[50];
        boolean[] alarmed = new boolean[50];
        for (int look = 1; look <= 60; look++) {
            double[] evidence = new double[50];
            for (int i = 0; i < 50; i++) {
                for (int run = 0; run < 25; run++) {
                    failed[i] += random.nextDouble() < (i < worse ? .06 : .02) ? 1 : 0;
                }
                evidence[i] = new RateEvidence(failed[i], look * 25.0).logAbove(bounds[i]) + Math.log(.9);
            }
            double threshold = EBenjaminiHochberg.threshold(evidence, .05);
            for (int i = 0; i < 50; i++) {
                alarmed[i] |= evidence[i] >= threshold;
            }
        }
        int[] alarms = new int[2];
        for (int i = 0; i < 50; i++) {
            alarms[i < worse ? 1 : 0] += alarmed[i] ? 1 : 0;
        }
        return alarms;
    }
}
