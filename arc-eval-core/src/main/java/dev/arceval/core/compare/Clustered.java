package dev.arceval.core.compare;

import dev.arceval.core.stats.DesignEffect;
import dev.arceval.core.stats.Estimate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Makes a test of independent runs respect tasks that ran several times. */
final class Clustered {

    private Clustered() {}

    static Evidence apply(
            Evidence.Level level,
            String test,
            DoubleFunction<Optional<Estimate>> independent,
            Optional<DesignEffect> measured) {
        if (measured.isEmpty()) {
            return level.without("none: all runs of a side are of one task");
        }
        DesignEffect effect = measured.get();
        String name = String.format(Locale.ROOT, "%s, unit: task (design effect %.2f)", test, effect.factor());
        return level.with(
                name, confidence -> independent.apply(confidence).map(estimate -> effect.widen(estimate, confidence)));
    }
}
