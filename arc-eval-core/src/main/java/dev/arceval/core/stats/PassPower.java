package dev.arceval.core.stats;

/**
 * The probability that {@code k} tries of one task all succeed, known as pass^k.
 *
 * <p>From {@code n} tries with {@code c} successes the unbiased estimate is C(c, k) / C(n, k), the share of the ways to choose
 * {@code k} of the tries that hold successes only. Raising the success rate to the power {@code k} is biased, and across tasks
 * it is wrong: tasks that mostly succeed and tasks that mostly fail do not average out.
 *
 * <p>Source: S. Yao et al., "tau-bench", arXiv 2406.12045 (2024).
 */
public final class PassPower {

    private PassPower() {}

    /**
     * Returns the estimate, between 0 and 1.
     *
     * @param k how many tries have to succeed, from 1 to {@code tries.trials()}
     * @param tries successes among the tries of one task
     */
    public static double estimate(int k, Proportion tries) {
        if (k < 1 || k > tries.trials()) {
            throw new IllegalArgumentException("k must lie between 1 and " + tries.trials() + ": " + k);
        }
        double share = 1;
        for (int i = 0; i < k && share > 0; i++) {
            share *= Math.max(0, (double) (tries.events() - i) / (tries.trials() - i));
        }
        return share;
    }
}
