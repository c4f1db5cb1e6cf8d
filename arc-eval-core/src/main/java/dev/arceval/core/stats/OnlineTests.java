package dev.arceval.core.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each test of an endless stream its own level, so that the expected share of false alarms among all alarms stays below
 * {@code alpha}, and the chance of any while nothing is wrong too. Alarms earn levels for later tests.
 *
 * <p>Needs p-values that are independent of earlier ones or positively dependent on them. Of more than {@value #REMEMBERED} alarms the
 * latest count, which makes levels smaller, never larger. Not thread-safe.
 *
 * <p>Source: A. Ramdas, F. Yang, M. Wainwright, M. Jordan, "Online control of the false discovery rate with decaying memory"
 * (LORD++), NeurIPS 2017; weights of A. Javanmard, A. Montanari, Annals of Statistics 46 (2018).
 */
public final class OnlineTests {

    private static final int REMEMBERED = 1_000;

    /** Makes the weights of an endless stream sum to 1. */
    private static final double WEIGHT = 0.07720838;

    private final double alpha;
    private final List<Long> alarms;
    private long tests;

    /** Starts a stream. */
    public OnlineTests(double alpha) {
        this(alpha, 0, List.of());
    }

    /** Continues a stream after {@code tests} tests, of which those numbered {@code alarms} (from 1) alarmed. */
    public OnlineTests(double alpha, long tests, List<Long> alarms) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        long before = 0;
        for (long alarm : alarms) {
            if (alarm <= before || alarm > tests) {
                throw new IllegalArgumentException("alarms must rise from 1 to " + tests + ": " + alarms);
            }
            before = alarm;
        }
        this.alpha = alpha;
        this.tests = tests;
        this.alarms = new ArrayList<>(alarms);
    }

    /** Returns the level of the next test. */
    public double level() {
        long next = tests + 1;
        double level = weight(next) * alpha / 2;
        for (int i = 0; i < alarms.size(); i++) {
            // The first alarm earns only what the start did not spend.
            level += weight(next - alarms.get(i)) * (i == 0 ? alpha / 2 : alpha);
        }
        return level;
    }

    /** Takes the next p-value; returns whether it is an alarm. */
    public boolean test(double p) {
        PValues.requireProbability("p-value", p);
        boolean alarm = p <= level();
        tests++;
        if (alarm) {
            if (alarms.size() == REMEMBERED) {
                // The oldest but the first: its share stays at alpha / 2.
                alarms.remove(1);
            }
            alarms.add(tests);
        }
        return alarm;
    }

    public long tests() {
        return tests;
    }

    /** Returns the numbers of the tests that alarmed, from 1. */
    public List<Long> alarms() {
        return List.copyOf(alarms);
    }

    private static double weight(long distance) {
        double log = Math.log(distance);
        return WEIGHT * Math.log(Math.max(distance, 2)) / (distance * Math.exp(Math.sqrt(log)));
    }
}
