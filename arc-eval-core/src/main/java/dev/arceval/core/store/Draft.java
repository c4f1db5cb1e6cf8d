package dev.arceval.core.store;

import dev.arceval.trace.Trace;

/**
 * A trace on its way into the database.
 *
 * @param row the trace, packed
 * @param terms what it is found by
 */
record Draft(Trace trace, Row row, Terms terms) {}
