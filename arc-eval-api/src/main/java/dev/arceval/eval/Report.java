package dev.arceval.eval;

import java.util.List;

/**
 * An answer that can be shown: all have a verdict and what to know about it.
 *
 * @since 0.1
 */
public sealed interface Report permits GateReport, HistoryReport, MonitorReport, RegressionReport, ReplayRun {

    /** Returns the answer. */
    Verdict verdict();

    /** Returns what the reader must know to trust it. */
    List<String> notes();
}
