package dev.arceval.core.monitor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something a run answers with yes (1), no (0) or not at all. */
sealed interface Question {

    @Nullable
    Double event(RunValues run);

    /** Whether it ended in an error or was cut short. */
    record Errors() implements Question {
        @Override
        public @Nullable Double event(RunValues run) {
            return switch (run.ending()) {
                case COMPLETED -> 0.0;
                case ERROR, ABORTED -> 1.0;
                case UNKNOWN -> null;
            };
        }
    }

    /** Whether it was cut short. */
    record Aborts() implements Question {
        @Override
        public @Nullable Double event(RunValues run) {
            return run.ending() == RunValues.Ending.UNKNOWN
                    ? null
                    : Double.valueOf(run.ending() == RunValues.Ending.ABORTED ? 1 : 0);
        }
    }

    /** Whether an evaluation says it failed. */
    record Failed(String evaluation) implements Question {
        @Override
        public @Nullable Double event(RunValues run) {
            return run.failed().get(evaluation);
        }
    }

    /**
     * Whether it took longer than a threshold.
     *
     * @param thresholdMs by pattern, or for {@link MeanTrack#ANY}; runs of other patterns are not asked
     */
    record Slow(Map<String, Double> thresholdMs) implements Question {
        @Override
        public @Nullable Double event(RunValues run) {
            Double any = thresholdMs.get(MeanTrack.ANY);
            Double threshold = any != null ? any : thresholdMs.get(run.pattern());
            Double ms = run.ms();
            return threshold == null || ms == null ? null : Double.valueOf(ms > threshold ? 1 : 0);
        }
    }
}
