package dev.arceval.core.compare;

import dev.arceval.core.stats.SharedBins;
import dev.arceval.eval.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How the amounts of completed runs are spread on both sides. */
final class Spreads {

    private static final int MOST_BINS = 30;

    private Spreads() {}

    static List<Distribution> of(Sides sides, ComparisonOptions options) {
        List<Distribution> spreads = new ArrayList<>();
        for (Amount amount : Amount.values()) {
            if (options.includes(amount.metric())) {
                SharedBins.of(sides.baseline().spread(amount), sides.current().spread(amount), MOST_BINS)
                        .map(bins -> distribution(amount.metric(), bins))
                        .ifPresent(spreads::add);
            }
        }
        return spreads;
    }

    private static Distribution distribution(String metric, SharedBins bins) {
        return new Distribution(
                metric,
                Arrays.stream(bins.edges()).boxed().toList(),
                Arrays.stream(bins.baseline()).boxed().toList(),
                Arrays.stream(bins.current()).boxed().toList());
    }
}
