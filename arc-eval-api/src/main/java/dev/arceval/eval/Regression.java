package dev.arceval.eval;

/**
 * Something that got worse.
 *
 * @since 0.1
 */
public sealed interface Regression {

    /** Returns the evidence. */
    Finding finding();

    /** The agent answers more slowly. */
    record Latency(Finding finding) implements Regression {

        /** Returns how much slower, as a share: 0.6 for 60 % slower. */
        public double slowdown() {
            Double ratio = finding.effect();
            return ratio == null ? 0 : ratio - 1;
        }
    }

    /** The agent fails more often. */
    record Errors(Finding finding) implements Regression {

        /** Returns by how much the share of failing runs rose: 0.1 for ten points. */
        public double increase() {
            Double difference = finding.effect();
            return difference == null ? 0 : difference;
        }
    }
}
