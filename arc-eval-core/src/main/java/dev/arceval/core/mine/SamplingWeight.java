package dev.arceval.core.mine;

import dev.arceval.trace.Trace;
import java.util.Optional;

/**
 * How many runs of production a kept run stands for: the one place that says so.
 *
 * <p>A sampler that follows OpenTelemetry's probability sampling leaves its rejection threshold in the trace state,
 * {@code ot=th:c} for one run in four. Source: OpenTelemetry specification, "TraceState: Probability Sampling".
 */
public final class SamplingWeight {

    /** A run of its own; weights are whole numbers of these, so that sums do not depend on their order. */
    public static final long ONE = 1 << 10;

    private static final int MOST_DIGITS = 14;
    private static final double ALL = 0x1p56;
    /** A weight beyond is a broken trace state rather than a sampler. */
    private static final double HEAVIEST = 1e6;

    private SamplingWeight() {}

    /** Returns the weight in units of {@link #ONE}. */
    public static long of(Trace trace) {
        return trace.topLevel().get(0).traceState().flatMap(SamplingWeight::threshold).stream()
                .mapToLong(kept -> Math.round(ONE * Math.min(HEAVIEST, kept)))
                .findFirst()
                .orElse(ONE);
    }

    private static Optional<Double> threshold(String traceState) {
        for (String member : traceState.split(",")) {
            String entry = member.strip();
            if (entry.startsWith("ot=")) {
                for (String field : entry.substring(3).split(";")) {
                    if (field.startsWith("th:")) {
                        return weight(field.substring(3));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> weight(String digits) {
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(SamplingWeight::isHex)) {
            return Optional.empty();
        }
        long threshold = Long.parseLong(digits, 16) << 4 * (MOST_DIGITS - digits.length());
        return Optional.of(ALL / (ALL - threshold));
    }

    private static boolean isHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
