package dev.arceval.core.report;

import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Report;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results as JUnit XML, which every build server shows. What got worse is a failure, what cannot be told is skipped. The first
 * test case is the answer.
 */
public final class JunitReports {

    private JunitReports() {}

    /** One test case; it passed if it neither failed nor was skipped. */
    private record Case(
            String group,
            String name,
            @Nullable String failure,
            @Nullable String skipped) {}

    /** Returns the report. */
    public static String of(Report report) {
        String kind;
        List<Case> cases = new ArrayList<>();
        if (report instanceof RegressionReport regression) {
            kind = "compare";
            regression.findings().forEach(finding -> cases.add(of(finding)));
        } else if (report instanceof MonitorReport monitor) {
            kind = "monitor";
            monitor.findings().forEach(finding -> cases.add(of(finding)));
        } else if (report instanceof HistoryReport history) {
            kind = "history";
            history.series().forEach(series -> cases.add(of(series)));
        } else if (report instanceof ReplayRun run) {
            kind = "replay " + run.dataset();
            run.results().forEach(result -> cases.add(of(result)));
        } else {
            GateReport gate = (GateReport) report;
            kind = gate.name().isEmpty() ? "gate" : "gate " + gate.name();
            gate.cases().forEach(one -> cases.add(of(one)));
        }
        cases.add(0, answer(report));
        return xml("arc-eval " + kind, cases);
    }

    /** Returns the coverage, a test case for each part. */
    static String of(CoverageReport report, String answer) {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("verdict", "verdict", report.passed() ? null : answer, null));
        for (CoverageReport.Share share : report.shares()) {
            Double value = CoverageReports.boxed(share.value());
            cases.add(new Case(
                    "coverage",
                    CoverageReports.name(share.part()),
                    report.passed(share)
                            ? null
                            : Figures.percent(value) + " covered, " + Figures.percent(report.minimum()) + " asked for",
                    value == null ? "nothing occurs" : null));
        }
        return xml("arc-eval coverage " + report.dataset(), cases);
    }

    private static Case answer(Report report) {
        String answer = Pages.of(report).answer();
        boolean failed = report instanceof GateReport gate ? !gate.passed() : report.verdict() == Verdict.REGRESSION;
        boolean open = !failed && report.verdict() == Verdict.INCONCLUSIVE;
        return new Case("verdict", "verdict", failed ? answer : null, open ? answer : null);
    }

    private static Case of(Finding finding) {
        String text = FindingSections.word(finding) + ": " + Figures.value(finding, finding.baseline()) + " → "
                + Figures.value(finding, finding.current()) + ", " + Figures.change(finding, finding.effect())
                + ", 95 % interval " + Figures.interval(finding) + ", " + finding.test();
        boolean failed = finding.verdict() == Verdict.REGRESSION && !finding.isDrift();
        return new Case(
                finding.metric(),
                finding.scope(),
                failed ? text : null,
                !failed && finding.verdict() == Verdict.INCONCLUSIVE ? text : null);
    }

    private static Case of(HistoryReport.Series series) {
        String failure = HistoryPage.worse(series).orElse(null);
        return new Case("history", series.metric(), failure, null);
    }

    private static Case of(ReplayRun.Result result) {
        return new Case("case", result.evalCase().id(), result.passed() ? null : ReplayPage.why(result), null);
    }

    private static Case of(GateReport.Case one) {
        String text = one.baselinePassed() + " of " + one.pairs() + " → " + one.currentPassed() + " of " + one.pairs()
                + " passed" + (one.why() == null ? "" : ": " + one.why());
        // A case that cannot be told from chance is no failure: one flip is not a regression.
        return new Case("case", one.id(), one.verdict() == Verdict.REGRESSION ? text : null, null);
    }

    private static String xml(String suite, List<Case> cases) {
        long failures = cases.stream().filter(one -> one.failure != null).count();
        long skipped = cases.stream().filter(one -> one.skipped != null).count();
        String counts = " tests=\"" + cases.size() + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\""
                + skipped + "\"";
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites").append(counts).append(">\n");
        xml.append("  <testsuite name=\"")
                .append(Markup.escape(suite))
                .append('"')
                .append(counts)
                .append(">\n");
        cases.forEach(one -> append(xml, suite, one));
        return xml.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static void append(StringBuilder xml, String suite, Case one) {
        xml.append("    <testcase classname=\"")
                .append(Markup.escape(suite + "." + one.group))
                .append("\" name=\"")
                .append(Markup.escape(one.name))
                .append('"');
        if (one.failure != null) {
            xml.append(">\n      <failure type=\"regression\" message=\"")
                    .append(Markup.escape(one.failure))
                    .append("\"/>\n    </testcase>\n");
        } else if (one.skipped != null) {
            xml.append(">\n      <skipped message=\"")
                    .append(Markup.escape(one.skipped))
                    .append("\"/>\n    </testcase>\n");
        } else {
            xml.append("/>\n");
        }
    }
}
