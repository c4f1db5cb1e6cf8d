package dev.arceval.core.redact;

import java.util.Arrays;

/**
 * How much patterns have read of a stretch of text without finding anything. In texts of people and programs that is next to
 * nothing; a text made to hurt repeats the beginning of what a pattern looks for, and would be read over and over.
 */
final class VainReads {

    private static final int STRETCH = 2_048;

    /** A rule reads in vain no more than this in a stretch, in chars. */
    private static final int MAX_OF_RULE = 2 * STRETCH;

    /** The same for all rules together. */
    private static final int MAX_OF_ALL = 4 * STRETCH;

    /** What it costs to try a pattern at all, in chars read. */
    private static final int TRIAL = 8;

    private final int[] ofRule;
    private int ofAll;
    private int stretchEnd;

    VainReads(int rules) {
        ofRule = new int[rules];
    }

    /** Whether a rule may be tried at a place; places come in order. */
    boolean allow(int rule, int start) {
        if (start >= stretchEnd) {
            stretchEnd = start + STRETCH;
            ofAll = 0;
            Arrays.fill(ofRule, 0);
        }
        return ofRule[rule] < MAX_OF_RULE && ofAll < MAX_OF_ALL;
    }

    void add(int rule, int chars) {
        ofRule[rule] += TRIAL + chars;
        ofAll += TRIAL + chars;
    }
}
