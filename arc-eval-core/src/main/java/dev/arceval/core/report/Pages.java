package dev.arceval.core.report;

import dev.arceval.eval.GateReport;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Report;
import dev.arceval.eval.Verdict;

/** Turns any report into a page. */
final class Pages {

    private Pages() {}

    static Page of(Report report) {
        if (report instanceof RegressionReport regression) {
            return RegressionPage.of(regression);
        }
        if (report instanceof MonitorReport monitor) {
            return MonitorPage.of(monitor);
        }
        if (report instanceof ReplayRun run) {
            return ReplayPage.of(run);
        }
        return report instanceof HistoryReport history ? HistoryPage.of(history) : GatePage.of((GateReport) report);
    }

    static Page.Tone tone(Verdict verdict) {
        return switch (verdict) {
            case REGRESSION -> Page.Tone.BAD;
            case NO_REGRESSION, IMPROVEMENT -> Page.Tone.GOOD;
            case INCONCLUSIVE -> Page.Tone.OPEN;
        };
    }

    /** The verdict as people say it. */
    static String word(Verdict verdict) {
        return switch (verdict) {
            case REGRESSION -> "regression";
            case NO_REGRESSION -> "no regression";
            case IMPROVEMENT -> "improvement";
            case INCONCLUSIVE -> "inconclusive";
        };
    }
}
