package dev.arceval.eval;

/**
 * What repeated runs say about how often an agent passes.
 *
 * @param passed runs that passed
 * @param runs all runs
 * @param wanted the least share of passed runs that is good enough
 * @param confidence how sure a verdict must be, however often one looks
 * @param low where the true share lies at least, with that confidence on each side
 * @param high where it lies at most
 * @param verdict {@link Verdict#NO_REGRESSION} if the true share is certainly above the wanted one, {@link
 *     Verdict#REGRESSION} if it is certainly below, else {@link Verdict#INCONCLUSIVE}
 * @since 0.1
 */
public record PassRate(
        long passed, long runs, double wanted, double confidence, double low, double high, Verdict verdict) {}
