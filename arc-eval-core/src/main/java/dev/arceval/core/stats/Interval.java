package dev.arceval.core.stats;

/** A closed range of plausible values; an end that the data leave open is infinite. */
public record Interval(double lower, double upper) {

    static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower must not exceed upper: " + lower + ", " + upper);
        }
    }

    /** Returns whether {@code value} lies inside or on an end. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    Interval clampTo(double least, double most) {
        return new Interval(Math.min(most, Math.max(least, lower)), Math.max(least, Math.min(most, upper)));
    }
}
