package dev.arceval.core.monitor;

import org.jspecify.annotations.Nullable;

/** A number a run has or has not; what multiplies is taken by its logarithm. */
sealed interface Quantity {

    @Nullable
    Double value(RunValues run);

    /** Whether values are logarithms, so that differences are ratios. */
    boolean isLog();

    /** Returns a mean value in the unit people know. */
    default double shown(double mean) {
        return isLog() ? StrictMath.exp(mean) : mean;
    }

    private static @Nullable Double log(@Nullable Double value) {
        return value == null ? null : Double.valueOf(StrictMath.log(value));
    }

    /** Milliseconds. */
    record Latency() implements Quantity {
        @Override
        public @Nullable Double value(RunValues run) {
            return log(run.ms());
        }

        @Override
        public boolean isLog() {
            return true;
        }
    }

    /** Tokens. */
    record Tokens() implements Quantity {
        @Override
        public @Nullable Double value(RunValues run) {
            return log(run.tokens());
        }

        @Override
        public boolean isLog() {
            return true;
        }
    }

    /** US dollars. */
    record Cost() implements Quantity {
        @Override
        public @Nullable Double value(RunValues run) {
            return log(run.costUsd());
        }

        @Override
        public boolean isLog() {
            return true;
        }
    }

    /** The score of an evaluation, as it is. */
    record Score(String evaluation) implements Quantity {
        @Override
        public @Nullable Double value(RunValues run) {
            return run.scores().get(evaluation);
        }

        @Override
        public boolean isLog() {
            return false;
        }
    }
}
