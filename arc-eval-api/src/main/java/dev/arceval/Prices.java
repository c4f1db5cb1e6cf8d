package dev.arceval;

import dev.arceval.trace.Usage;
import java.util.OptionalDouble;

/**
 * What model calls cost, by the list prices that come with the library; see {@code docs/cost.md}.
 *
 * @since 0.1
 */
public final class Prices {

    private Prices() {}

    /**
     * Returns the price of a call in US dollars: the one that {@code usage} states, else what follows from its tokens. Empty if
     * the model has no list price, or the usage lacks a figure for it.
     *
     * @param model the model's name, with or without the date of a snapshot
     */
    public static OptionalDouble costUsd(String model, Usage usage) {
        OptionalDouble stated = usage.cost();
        return stated.isPresent() ? stated : Implementation.get().costUsd(model, usage);
    }
}
