package dev.arceval.core.store;

import dev.arceval.trace.Outcome;

/** The numbers that outcomes have in the file. They never change; SQLite keeps 0 and 1 in no byte at all. */
final class OutcomeColumn {

    private OutcomeColumn() {}

    static int of(Outcome.Label label) {
        return switch (label) {
            case SUCCESS -> 0;
            case FAILURE -> 1;
            case ABORTED -> 2;
            case UNKNOWN -> 3;
        };
    }
}
