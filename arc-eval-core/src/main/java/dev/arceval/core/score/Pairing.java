package dev.arceval.core.score;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * As many pairs of a recorded and a made call as possible. Taking the first that fits would miss pairs where a call fits several
 * recorded ones, as subsets of arguments do.
 *
 * <p>Source: augmenting paths, H. Kuhn, Naval Research Logistics Quarterly 2 (1955).
 */
final class Pairing {

    private static final int NONE = -1;

    private final List<Call> recorded;
    private final List<Call> made;
    private final BiPredicate<Call, Call> fits;
    private final int[] recordedOf;
    private final boolean[] tried;

    private Pairing(List<Call> recorded, List<Call> made, BiPredicate<Call, Call> fits) {
        this.recorded = recorded;
        this.made = made;
        this.fits = fits;
        this.recordedOf = new int[made.size()];
        this.tried = new boolean[made.size()];
    }

    /**
     * Returns for each made call the position of the recorded one it is paired with, -1 if with none.
     *
     * @param fits given a made call and a recorded one
     */
    static int[] of(List<Call> recorded, List<Call> made, BiPredicate<Call, Call> fits) {
        Pairing pairing = new Pairing(recorded, made, fits);
        Arrays.fill(pairing.recordedOf, NONE);
        for (int i = 0; i < recorded.size(); i++) {
            Arrays.fill(pairing.tried, false);
            pairing.pair(i);
        }
        return pairing.recordedOf;
    }

    private boolean pair(int one) {
        for (int i = 0; i < made.size(); i++) {
            if (!tried[i] && fits.test(made.get(i), recorded.get(one))) {
                tried[i] = true;
                if (recordedOf[i] == NONE || pair(recordedOf[i])) {
                    recordedOf[i] = one;
                    return true;
                }
            }
        }
        return false;
    }
}
