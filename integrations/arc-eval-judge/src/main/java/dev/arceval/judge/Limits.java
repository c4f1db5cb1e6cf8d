package dev.arceval.judge;

/**
 * How much a judge may take, all scores together.
 *
 * @param calls how often the model is asked
 * @param tokens tokens it may use
 * @param costUsd US dollars it may cost
 */
record Limits(long calls, long tokens, double costUsd) {

    static final Limits DEFAULT = new Limits(1_000, Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    Limits {
        require(calls > 0, "maxCalls", calls);
        require(tokens > 0, "maxTokens", tokens);
        require(costUsd > 0, "maxCostUsd", costUsd);
    }

    private static void require(boolean positive, String name, Number value) {
        if (!positive) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    Limits withCalls(long other) {
        return new Limits(other, tokens, costUsd);
    }

    Limits withTokens(long other) {
        return new Limits(calls, other, costUsd);
    }

    Limits withCostUsd(double other) {
        return new Limits(calls, tokens, other);
    }
}
