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

        /** Returns how much slower, as a share: 0.6 for 60 % slower; 0 where ranks tell so and give no factor. */
        public double slowdown() {
            return rise(finding);
        }
    }

    /** The agent fails more often. */
    record Errors(Finding finding) implements Regression {

        /** Returns by how much the share of failing runs rose: 0.1 for ten points. */
        public double increase() {
            return change(finding);
        }
    }

    /** More runs are cut short. */
    record Aborts(Finding finding) implements Regression {

        /** Returns by how much the share of runs that were cut short rose: 0.1 for ten points. */
        public double increase() {
            return change(finding);
        }
    }

    /** A run costs more money. */
    record Cost(Finding finding) implements Regression {

        /** Returns how much more, as a share. */
        public double increase() {
            return rise(finding);
        }
    }

    /** A run takes more tokens. */
    record Tokens(Finding finding) implements Regression {

        /** Returns how many more, as a share. */
        public double increase() {
            return rise(finding);
        }
    }

    /** The answers are judged worse. */
    record Quality(Finding finding) implements Regression {

        /** Returns the name of the evaluation. */
        public String evaluation() {
            return nameOf(finding);
        }

        /** Returns current minus baseline; negative where more is better. */
        public double difference() {
            return change(finding);
        }
    }

    /** The agent succeeds less reliably when it is given the same task several times. */
    record Reliability(Finding finding) implements Regression {

        /** Returns the name of the evaluation. */
        public String evaluation() {
            return nameOf(finding);
        }

        /** Returns by how much the probability that all tries succeed fell: 0.1 for ten points. */
        public double decrease() {
            return -change(finding);
        }
    }

    private static double rise(Finding finding) {
        Double ratio = finding.effect();
        return ratio == null || finding.scale() != Finding.Scale.RATIO ? 0 : ratio - 1;
    }

    private static double change(Finding finding) {
        Double difference = finding.effect();
        return difference == null ? 0 : difference;
    }

    private static String nameOf(Finding finding) {
        return finding.metric().substring(finding.metric().indexOf(':') + 1);
    }
}
