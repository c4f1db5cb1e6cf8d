package dev.arceval.core.report;

import dev.arceval.eval.Cause;
import dev.arceval.eval.Distribution;
import dev.arceval.eval.Finding;
import dev.arceval.eval.RegressionReport;
import java.util.ArrayList;
import java.util.List;

/** A comparison as a page. */
final class RegressionPage {

    /** More lines than this nobody compares by eye. */
    private static final int MOST_DRAWN = 30;

    private RegressionPage() {}

    static Page of(RegressionReport report) {
        List<Finding> drawn = report.findings().stream().limit(MOST_DRAWN).toList();
        List<Page.Section> sections = new ArrayList<>(Page.sections(
                FindingSections.forest("Change, as a factor", Finding.Scale.RATIO, drawn),
                FindingSections.forest("Change, as a difference", Finding.Scale.DIFFERENCE, drawn)));
        report.distributions().forEach(distribution -> sections.add(bins(distribution)));
        sections.add(FindingSections.table("Evidence", report.findings()));
        List<Page.Row> causes = new ArrayList<>();
        for (Finding finding : report.findings()) {
            for (Cause cause : RegressionText.carrying(finding)) {
                causes.add(Page.Row.of(
                        Page.Tone.OPEN, finding.metric() + RegressionText.where(finding), RegressionText.cause(cause)));
            }
        }
        for (Cause cause : RegressionText.besides(report.findings())) {
            causes.add(Page.Row.of(Page.Tone.OPEN, "at the same time", RegressionText.cause(cause)));
        }
        if (!causes.isEmpty()) {
            sections.add(new Page.Table("What carries the change", "ll", List.of("finding", "cause"), causes));
        }
        Page.Tone tone = report.comparable() ? Pages.tone(report.verdict()) : Page.Tone.OPEN;
        return new Page("Comparison", tone, RegressionText.answer(report), sections, report.notes());
    }

    private static Page.Bins bins(Distribution distribution) {
        return new Page.Bins(
                "Completed runs by " + distribution.metric(),
                distribution.metric(),
                distribution.edges().stream().mapToDouble(edge -> edge).toArray(),
                distribution.baseline().stream().mapToDouble(runs -> runs).toArray(),
                distribution.current().stream().mapToDouble(runs -> runs).toArray());
    }
}
