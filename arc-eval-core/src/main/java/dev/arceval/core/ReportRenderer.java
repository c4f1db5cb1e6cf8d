package dev.arceval.core;

import dev.arceval.Reports;
import dev.arceval.core.report.JsonReports;
import dev.arceval.core.report.TextReports;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import java.util.List;

/** The door to the reports. */
final class ReportRenderer implements Reports.Renderer {

    @Override
    public String text(RegressionReport report) {
        return TextReports.of(report);
    }

    @Override
    public String json(RegressionReport report) {
        return JsonReports.of(report);
    }

    @Override
    public String text(List<TracePattern> patterns) {
        return TextReports.of(patterns);
    }

    @Override
    public String json(List<TracePattern> patterns) {
        return JsonReports.of(patterns);
    }

    @Override
    public String text(IngestReport report) {
        return TextReports.of(report);
    }

    @Override
    public String json(IngestReport report) {
        return JsonReports.of(report);
    }

    @Override
    public String text(ReplayRun run) {
        return TextReports.of(run);
    }

    @Override
    public String text(Diagnosis diagnosis) {
        return TextReports.of(diagnosis);
    }

    @Override
    public String json(Diagnosis diagnosis) {
        return JsonReports.of(diagnosis);
    }
}
