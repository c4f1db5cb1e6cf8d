package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A regression report as text: the answer, the evidence, what to know about it. */
final class RegressionText {

    private RegressionText() {}

    static String of(RegressionReport report) {
        StringBuilder text = new StringBuilder(answer(report)).append("\n\n");
        text.append(table(report.findings()));
        if (!report.notes().isEmpty()) {
            text.append('\n');
            report.notes()
                    .forEach(note ->
                            text.append("- ").append(Printable.line(note)).append('\n'));
        }
        return text.toString();
    }

    private static String answer(RegressionReport report) {
        return switch (report.verdict()) {
            case REGRESSION -> "REGRESSION: " + worst(report) + ".";
            case NO_REGRESSION, IMPROVEMENT -> "NO REGRESSION: " + shown(report) + ".";
            case INCONCLUSIVE -> "INCONCLUSIVE: " + missing(report) + ".";
        };
    }

    private static String worst(RegressionReport report) {
        return report.regressions().stream()
                .map(regression -> sentence(regression.finding()))
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    private static String shown(RegressionReport report) {
        return report.findings().stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL))
                .map(RegressionText::sentence)
                .collect(Collectors.joining("; "));
    }

    private static String missing(RegressionReport report) {
        String open = report.findings().stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL))
                .filter(finding -> finding.verdict() == Verdict.INCONCLUSIVE)
                .map(finding -> finding.metric() + " (n = " + sizes(finding) + ")" + needed(finding.nNeeded()))
                .collect(Collectors.joining("; "));
        return "not enough data to say whether it got worse: " + (open.isEmpty() ? "nothing to compare" : open);
    }

    private static String needed(@Nullable Long runs) {
        return runs == null ? "" : ", about " + Figures.count(runs) + " runs a side would settle it";
    }

    private static String sentence(Finding finding) {
        String where = finding.scope().equals(Finding.OVERALL) ? "" : " of pattern " + finding.scope();
        return finding.metric() + where + " " + Figures.change(finding.scale(), finding.effect()) + " ("
                + Figures.value(finding, finding.baseline()) + " → " + Figures.value(finding, finding.current())
                + ", 95 % interval " + Figures.interval(finding) + ", n = " + sizes(finding) + ")";
    }

    private static String sizes(Finding finding) {
        return Figures.count(finding.nBaseline()) + " and " + Figures.count(finding.nCurrent());
    }

    private static String table(List<Finding> findings) {
        TextTable table = new TextTable(
                "lllrrrrrr",
                "metric",
                "scope",
                "verdict",
                "baseline",
                "current",
                "change",
                "95 % interval",
                "p adj",
                "n");
        for (Finding finding : findings) {
            table.row(
                    finding.metric(),
                    Printable.line(finding.scope()),
                    finding.verdict().name(),
                    Figures.value(finding, finding.baseline()),
                    Figures.value(finding, finding.current()),
                    Figures.change(finding.scale(), finding.effect()),
                    Figures.interval(finding),
                    Figures.p(finding.pAdjusted()),
                    Figures.count(finding.nBaseline()) + " / " + Figures.count(finding.nCurrent()));
        }
        return table.isEmpty() ? "" : table.toString();
    }
}
