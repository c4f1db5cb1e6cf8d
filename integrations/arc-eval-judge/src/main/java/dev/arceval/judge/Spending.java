package dev.arceval.judge;

import dev.arceval.Prices;
import dev.arceval.trace.Usage;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a judge took so far. The call that reaches a limit is the last one; calls that are under way at the same time may go
 * beyond it together. Where a limit is set and a call does not say what it took, none follows: the limit could not be kept.
 */
final class Spending {

    private final Limits limits;
    private long calls;
    private long tokens;
    private double costUsd;
    private String unknown = "";

    Spending(Limits limits) {
        this.limits = limits;
    }

    /** Takes a note of a call that is about to be made. */
    synchronized void beforeCall() {
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(unknown);
        }
        if (calls >= limits.calls()) {
            throw new IllegalStateException("the judge was to be asked at most " + limits.calls() + " times");
        }
        if (tokens >= limits.tokens()) {
            throw new IllegalStateException(
                    "the judge was to use at most " + limits.tokens() + " tokens and used " + tokens);
        }
        if (costUsd >= limits.costUsd()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "the judge was to cost at most %.4f USD and cost %.4f", limits.costUsd(), costUsd));
        }
        calls++;
    }

    synchronized void afterCall(JudgeModel.Reply reply) {
        Usage usage = reply.usage();
        if (limits.tokens() < Long.MAX_VALUE) {
            OptionalLong used = usage.totalTokens();
            unknown = used.isEmpty()
                    ? "the judge's tokens are limited, and the model does not say how many it uses"
                    : unknown;
            tokens += used.orElse(0);
        }
        if (Double.isFinite(limits.costUsd())) {
            OptionalDouble cost = reply.model() == null ? usage.cost() : Prices.costUsd(reply.model(), usage);
            unknown = cost.isEmpty()
                    ? "the judge's cost is limited, and a call of its model has no price: state one, or limit calls"
                    : unknown;
            costUsd += cost.orElse(0);
        }
    }
}
