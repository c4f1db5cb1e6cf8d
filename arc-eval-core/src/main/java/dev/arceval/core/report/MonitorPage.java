package dev.arceval.core.report;

import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A monitor's report as a page. */
final class MonitorPage {

    private static final int MOST_NAMED = 3;
    private static final int MOST_EVENTS = 50;

    private MonitorPage() {}

    static Page of(MonitorReport report) {
        List<Page.Section> sections = new ArrayList<>();
        if (!report.history().isEmpty()) {
            sections.add(events(report.history()));
        }
        sections.addAll(Page.sections(
                FindingSections.forest("Change, as a factor", Finding.Scale.RATIO, report.findings()),
                FindingSections.forest("Change, as a difference", Finding.Scale.DIFFERENCE, report.findings())));
        sections.add(FindingSections.table("Watched", report.findings()));
        return new Page("Monitor", Pages.tone(report.verdict()), answer(report), sections, report.notes());
    }

    private static String answer(MonitorReport report) {
        String seen = " after " + Figures.count(report.runs(), "run");
        if (report.verdict() == Verdict.REGRESSION) {
            return "REGRESSION: "
                    + report.open().stream()
                            .limit(MOST_NAMED)
                            .map(MonitorPage::sentence)
                            .collect(Collectors.joining("; "))
                    + seen + ".";
        }
        if (report.verdict() == Verdict.NO_REGRESSION) {
            return "NO REGRESSION: every metric is within its margin" + seen + ".";
        }
        return "INCONCLUSIVE: no alert, and not enough runs to rule one out" + seen + ".";
    }

    private static String sentence(Alert alert) {
        return alert.metric() + (alert.scope().equals(Finding.OVERALL) ? "" : " of pattern " + alert.scope()) + " "
                + Figures.change(alert.metric(), alert.scale(), alert.effect()) + " ("
                + Figures.value(alert.metric(), alert.baseline()) + " → "
                + Figures.value(alert.metric(), alert.current()) + ", "
                + alert.state().name().toLowerCase(Locale.ROOT) + " since " + Figures.date(alert.at()) + ")";
    }

    private static Page.Table events(List<Alert> history) {
        List<Page.Row> rows = new ArrayList<>();
        for (Alert alert : history.subList(Math.max(0, history.size() - MOST_EVENTS), history.size())) {
            boolean over = alert.state() == Alert.State.RESOLVED;
            rows.add(Page.Row.of(
                    over ? Page.Tone.GOOD : Page.Tone.BAD,
                    Figures.date(alert.at()),
                    alert.state().name().toLowerCase(Locale.ROOT),
                    alert.metric(),
                    alert.scope(),
                    Figures.value(alert.metric(), alert.baseline()),
                    Figures.value(alert.metric(), alert.current()),
                    Figures.change(alert.metric(), alert.scale(), alert.effect()),
                    String.format(Locale.ROOT, alert.evidence() < 1e6 ? "%,.0f" : "%.1e", alert.evidence()),
                    Figures.count(alert.runs())));
        }
        return new Page.Table(
                "Alerts",
                "llllrrrrr",
                List.of("when", "state", "metric", "scope", "baseline", "then", "change", "e-value", "runs"),
                rows);
    }
}
