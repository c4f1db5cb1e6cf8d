package dev.arceval.core.mine;

/**
 * A step of a structure in one integer: the token's number, how deep it is nested, and whether it runs along with the sibling
 * before it.
 */
final class Steps {

    /** How many steps of a structure are kept; loops are folded already, so a person reads no further. */
    static final int MOST = 100;

    private static final int TOKEN_BITS = 16;
    private static final int TOKEN_MASK = (1 << TOKEN_BITS) - 1;
    private static final int DEEPEST = 255;
    private static final int PARALLEL = 1 << 30;

    private Steps() {}

    static int of(int token, int depth, boolean parallel) {
        return token | Math.min(DEEPEST, depth) << TOKEN_BITS | (parallel ? PARALLEL : 0);
    }

    static int token(int step) {
        return step & TOKEN_MASK;
    }

    static int depth(int step) {
        return step >>> TOKEN_BITS & DEEPEST;
    }

    static boolean parallel(int step) {
        return (step & PARALLEL) != 0;
    }

    /** Returns the step with another number for its token. */
    static int withToken(int step, int token) {
        return step & ~TOKEN_MASK | token;
    }

    /** Returns the index after the last step below {@code index}. */
    static int end(int[] steps, int index) {
        int end = index + 1;
        while (end < steps.length && depth(steps[end]) > depth(steps[index])) {
            end++;
        }
        return end;
    }
}
