package dev.arceval.core.stats;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A sum of doubles without rounding, so that it does not depend on the order of the terms.
 *
 * <p>The sum is an integer multiple of 2<sup>-1074</sup>, the smallest positive double, kept as base-2<sup>32</sup>
 * digits in longs. Carries wait in the upper half of each long until {@value #ADDS_BEFORE_CARRY} additions have been
 * made. Only the digits between the smallest and the largest term are stored: about 40 bytes for values of similar
 * size, at most 560 bytes.
 *
 * <p>Source: R. M. Neal, "Fast exact summation using small and large superaccumulators", arXiv 1505.05571 (2015).
 */
final class ExactSum {

    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = (1L << DIGIT_BITS) - 1;
    private static final int UNIT_EXPONENT = -1074;
    /** Two more than a double has, and one for the bits beyond. */
    private static final int KEPT_BITS = 56;

    private static final long EXACT_IN_A_DOUBLE = 1L << 53;
    /** A digit grows by less than 2^32 per addition and a long has room for 2^31 of those. */
    private static final int ADDS_BEFORE_CARRY = 1 << 30;

    private long[] digits = {};
    private int lowest;
    private int addsSinceCarry;

    /** Adds a finite number. */
    void add(double x) {
        if (!Double.isFinite(x)) {
            throw new IllegalArgumentException("term must be finite: " + x);
        }
        if (x == 0) {
            return;
        }
        long bits = Double.doubleToRawLongBits(x);
        int biased = (int) (bits >>> 52) & 0x7ff;
        long fraction = bits & ((1L << 52) - 1);
        long significand = biased == 0 ? fraction : fraction | 1L << 52;
        addShifted(significand, Math.max(biased - 1, 0), bits < 0 ? -1 : 1);
        countAddition();
    }

    void add(ExactSum other) {
        other.carry();
        if (other.digits.length == 0) {
            return;
        }
        cover(other.lowest, other.lowest + other.digits.length);
        for (int i = 0; i < other.digits.length; i++) {
            digits[other.lowest - lowest + i] += other.digits[i];
        }
        countAddition();
    }

    /** Returns the sum in units of 2<sup>-1074</sup>. */
    BigInteger units() {
        carry();
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        return sum.shiftLeft(DIGIT_BITS * lowest);
    }

    /** Returns the sum, rounded once unless the result is subnormal. */
    double value() {
        Small few = small();
        return few == null
                ? quotient(units(), BigInteger.ONE, UNIT_EXPONENT)
                : Math.scalb((double) few.units, few.exponent);
    }

    /** Returns the sum divided by {@code count}, rounded once unless the result is subnormal. */
    double dividedBy(long count) {
        Small few = small();
        return few == null || Math.abs(few.units) > EXACT_IN_A_DOUBLE || count > EXACT_IN_A_DOUBLE
                ? quotient(units(), BigInteger.valueOf(count), UNIT_EXPONENT)
                : Math.scalb((double) few.units / count, few.exponent);
    }

    /** A sum that fits into a long: {@code units * 2^exponent}. Most are of a few terms, and big integers are slow. */
    private record Small(long units, int exponent) {}

    private @Nullable Small small() {
        carry();
        int low = 0;
        int top = digits.length - 1;
        while (top >= 0 && digits[top] == 0) {
            top--;
        }
        while (low < top && digits[low] == 0) {
            low++;
        }
        if (top < 0) {
            return new Small(0, 0);
        }
        int zeros = Long.numberOfTrailingZeros(digits[low]);
        int above = DIGIT_BITS * (top - low) - zeros;
        int topBits = Long.SIZE - Long.numberOfLeadingZeros(Math.abs(digits[top]));
        if (above + topBits >= Long.SIZE - 1) {
            return null;
        }
        long units = 0;
        for (int i = top; i > low; i--) {
            units += digits[i] << (DIGIT_BITS * (i - low) - zeros);
        }
        return new Small(units + (digits[low] >> zeros), DIGIT_BITS * (lowest + low) + zeros + UNIT_EXPONENT);
    }

    static ExactSum ofUnits(BigInteger units) {
        ExactSum sum = new ExactSum();
        BigInteger magnitude = units.abs();
        int size = (magnitude.bitLength() + DIGIT_BITS - 1) / DIGIT_BITS;
        sum.cover(0, size);
        for (int i = 0; i < size; i++) {
            long digit = magnitude.shiftRight(DIGIT_BITS * i).longValue() & DIGIT_MASK;
            sum.digits[i] = units.signum() * digit;
        }
        sum.carry();
        return sum;
    }

    /** Returns {@code numerator / denominator * 2^exponent}, rounded once unless the result is subnormal. */
    static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
        int shift = KEPT_BITS + denominator.bitLength() - numerator.bitLength();
        BigInteger[] divided = numerator
                .abs()
                .shiftLeft(Math.max(0, shift))
                .divideAndRemainder(denominator.shiftLeft(Math.max(0, -shift)));
        // A lowest bit for "and a little more" lets doubleValue() tell a tie from more than a tie.
        BigInteger kept = divided[1].signum() == 0 ? divided[0] : divided[0].setBit(0);
        return numerator.signum() * Math.scalb(kept.doubleValue(), exponent - shift);
    }

    private void addShifted(long significand, int shift, int sign) {
        int digit = shift / DIGIT_BITS;
        int offset = shift % DIGIT_BITS;
        cover(digit, digit + 3);
        int i = digit - lowest;
        digits[i] += sign * (significand << offset & DIGIT_MASK);
        digits[i + 1] += sign * (significand >>> (DIGIT_BITS - offset) & DIGIT_MASK);
        digits[i + 2] += offset == 0 ? 0 : sign * (significand >>> (2 * DIGIT_BITS - offset));
    }

    private void countAddition() {
        if (++addsSinceCarry == ADDS_BEFORE_CARRY) {
            carry();
        }
    }

    /** Brings every digit but the top one into [0, 2^32); the top one keeps the sign. */
    private void carry() {
        for (int i = 0; i < digits.length; i++) {
            long carried = digits[i] >> DIGIT_BITS;
            boolean top = i == digits.length - 1;
            if (top && (carried == 0 || carried == -1)) {
                break;
            }
            if (top) {
                cover(lowest, lowest + digits.length + 1);
            }
            digits[i] &= DIGIT_MASK;
            digits[i + 1] += carried;
        }
        addsSinceCarry = 0;
    }

    private void cover(int from, int to) {
        if (digits.length == 0) {
            lowest = from;
            digits = new long[to - from];
        } else if (from < lowest || to > lowest + digits.length) {
            int newLowest = Math.min(from, lowest);
            int newEnd = Math.max(to, lowest + digits.length);
            long[] grown = new long[newEnd - newLowest];
            System.arraycopy(digits, 0, grown, lowest - newLowest, digits.length);
            digits = grown;
            lowest = newLowest;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExactSum that && units().equals(that.units());
    }

    @Override
    public int hashCode() {
        return units().hashCode();
    }

    @Override
    public String toString() {
        return Double.toString(value());
    }
}
