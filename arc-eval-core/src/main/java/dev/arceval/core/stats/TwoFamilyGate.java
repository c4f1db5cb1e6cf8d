package dev.arceval.core.stats;

import java.util.Arrays;

/**
 * Shares one error budget between a few headline tests and many detail tests.
 *
 * <p>Each family is adjusted by {@link BenjaminiHochberg} at its own level, so that twenty patterns do not cost the headline
 * its power. The adjusted p-values are then rescaled to one threshold, {@link #alpha()}: when nothing differs, the
 * chance that any of them is at or below it is at most {@code alpha()}, by the union bound.
 *
 * @param headlineAlpha level of the headline family
 * @param detailAlpha level of the detail family
 */
public record TwoFamilyGate(double headlineAlpha, double detailAlpha) {

    /** Levels 0.03 and 0.02, 0.05 in all. */
    public static final TwoFamilyGate STANDARD = new TwoFamilyGate(0.03, 0.02);

    public TwoFamilyGate {
        if (!(headlineAlpha > 0 && detailAlpha > 0 && headlineAlpha + detailAlpha < 1)) {
            throw new IllegalArgumentException(
                    "levels must be positive and sum to less than 1: " + headlineAlpha + ", " + detailAlpha);
        }
    }

    /** Returns the threshold for all adjusted p-values. */
    public double alpha() {
        return headlineAlpha + detailAlpha;
    }

    /** Returns adjusted p-values of the headline tests, in the order given. */
    public double[] adjustHeadline(double... pValues) {
        return adjust(pValues, headlineAlpha);
    }

    /** Returns adjusted p-values of the detail tests, in the order given. */
    public double[] adjustDetail(double... pValues) {
        return adjust(pValues, detailAlpha);
    }

    private double[] adjust(double[] pValues, double familyAlpha) {
        return Arrays.stream(BenjaminiHochberg.adjust(pValues))
                .map(p -> Math.min(1, p / familyAlpha * alpha()))
                .toArray();
    }
}
