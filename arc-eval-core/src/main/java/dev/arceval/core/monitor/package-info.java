/**
 * Watches runs one by one: an e-process for each metric, alerts with a life of their own, a state that can be saved.
 *
 * <p>{@link dev.arceval.core.monitor.RunMonitor} is the whole of it; a {@link dev.arceval.core.monitor.Track} is one metric in one
 * place, a {@link dev.arceval.core.monitor.Watch} its alert.
 */
@NullMarked
package dev.arceval.core.monitor;

import org.jspecify.annotations.NullMarked;
