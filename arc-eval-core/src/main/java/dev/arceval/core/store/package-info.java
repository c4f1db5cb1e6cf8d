/**
 * Keeps traces: in a SQLite file that one process writes, or in memory.
 *
 * <p>{@link dev.arceval.core.store.SqliteTraceStore} is the default. A trace is a row of a few columns to search by and a
 * compressed, checksummed body. {@link dev.arceval.core.store.MemoryTraceStore} keeps the newest traces up to a size.
 */
@NullMarked
package dev.arceval.core.store;

import org.jspecify.annotations.NullMarked;
