package dev.arceval.core.mine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A run that is named in a report.
 *
 * @param durationMs NaN if it was not timed
 */
record Example(String traceId, long startEpochNanos, double durationMs) {

    static final Comparator<Example> LATEST_FIRST = Comparator.comparingLong(Example::startEpochNanos)
            .reversed()
            .thenComparing(Example::traceId)
            .thenComparingDouble(Example::durationMs);

    static final Comparator<Example> SLOWEST_FIRST =
            Comparator.comparingDouble(Example::durationMs).reversed().thenComparing(LATEST_FIRST);

    static final Example[] NONE = {};

    static Example of(String traceId, long start, OptionalDouble durationMs) {
        return new Example(traceId, start, durationMs.orElse(Double.NaN));
    }

    /** Returns the first of both, at most {@code limit}: the same array if nothing changes. */
    static Example[] with(Example[] kept, Example more, Comparator<Example> order, int limit) {
        int place = kept.length;
        while (place > 0 && order.compare(more, kept[place - 1]) < 0) {
            place--;
        }
        if (place == limit) {
            return kept;
        }
        Example[] both = new Example[Math.min(limit, kept.length + 1)];
        System.arraycopy(kept, 0, both, 0, place);
        both[place] = more;
        System.arraycopy(kept, place, both, place + 1, both.length - place - 1);
        return both;
    }

    static Example[] with(Example[] kept, Example[] more, Comparator<Example> order, int limit) {
        Example[] both = kept;
        for (Example each : more) {
            both = with(both, each, order, limit);
        }
        return both;
    }

    static List<String> ids(Example[] examples) {
        return Arrays.stream(examples).map(Example::traceId).toList();
    }
}
