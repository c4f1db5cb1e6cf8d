/**
 * Keeps traces in a PostgreSQL database that several processes write to.
 *
 * <p>With this module on the class path, a store is opened by its location; see {@link
 * dev.arceval.store.postgresql.PostgresqlTraceStore} for what that may say.
 */
@NullMarked
package dev.arceval.store.postgresql;

import org.jspecify.annotations.NullMarked;
