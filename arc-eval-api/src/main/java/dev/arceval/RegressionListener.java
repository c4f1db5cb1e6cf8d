package dev.arceval;

import dev.arceval.eval.Alert;

/**
 * Hears from a {@link Monitor} when something got worse, when that was confirmed, and when it was over.
 *
 * <p>Called in the thread that added the run, one call at a time; it should hand work over. An exception is logged and goes no
 * further.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RegressionListener {

    /** Takes an alert that is new or whose state changed. */
    void onAlert(Alert alert);
}
