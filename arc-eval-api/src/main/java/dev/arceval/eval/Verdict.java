package dev.arceval.eval;

/**
 * What a comparison concludes.
 *
 * @since 0.1
 */
public enum Verdict {
    /** It got worse: significant after correction for the number of tests, and by more than the smallest change that matters. */
    REGRESSION,
    /** It did not get worse by more than the margin: shown by an upper bound, not by the absence of an alarm. */
    NO_REGRESSION,
    /** It got better, significantly and by more than the smallest change that matters. */
    IMPROVEMENT,
    /** Not enough data to say either. */
    INCONCLUSIVE
}
