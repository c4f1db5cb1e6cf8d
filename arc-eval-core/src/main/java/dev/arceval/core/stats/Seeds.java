package dev.arceval.core.stats;

import java.util.SplittableRandom;

/**
 * Random streams for resampling, one for each numbered step of a named job.
 *
 * <p>Step {@code j} gets the same stream whether the steps run in order, in parallel or alone.
 *
 * <p>Source of the mixing: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014 (SplitMix64).
 */
public final class Seeds {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    /** Returns the stream of step {@code index} of {@code job}. */
    public static SplittableRandom random(long seed, String job, long index) {
        long state = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < job.length(); i++) {
            state = mix((state ^ job.charAt(i)) + GOLDEN_GAMMA);
        }
        // The length keeps a job's last character apart from the index.
        state = mix((state ^ job.length()) + GOLDEN_GAMMA);
        return new SplittableRandom(mix((state ^ index) + GOLDEN_GAMMA));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
