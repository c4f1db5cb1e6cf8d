package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A history as a page. */
final class HistoryPage {

    private HistoryPage() {}

    static Page of(HistoryReport report) {
        List<Page.Section> sections = new ArrayList<>();
        sections.add(summary(report));
        List<Page.Row> changes = new ArrayList<>();
        for (HistoryReport.Series series : report.series()) {
            series.changes().forEach(change -> changes.add(row(series, change)));
        }
        if (!changes.isEmpty()) {
            sections.add(new Page.Table(
                    "Changes of level",
                    "llrrrr",
                    List.of("metric", "from", "level before", "level after", "change", "p"),
                    changes));
        }
        List<Page.Row> alarms = new ArrayList<>();
        for (HistoryReport.Series series : report.series()) {
            series.alarms().forEach(alarm -> alarms.add(row(series, alarm)));
        }
        if (!alarms.isEmpty()) {
            sections.add(new Page.Table(
                    "Points worse than those before them",
                    "llrrr",
                    List.of("metric", "point", "usual", "value", "p"),
                    alarms));
        }
        report.series().stream()
                .filter(series -> series.points().size() > 1)
                .forEach(series -> sections.add(timeline(series)));
        return new Page("History", Pages.tone(report.verdict()), answer(report), sections, report.notes());
    }

    private static String answer(HistoryReport report) {
        if (report.verdict() == Verdict.REGRESSION) {
            return "REGRESSION: "
                    + report.series().stream()
                            .flatMap(series -> worse(series).stream())
                            .collect(Collectors.joining("; "))
                    + ".";
        }
        if (report.verdict() == Verdict.INCONCLUSIVE) {
            if (report.series().isEmpty()) {
                return "INCONCLUSIVE: there are no runs.";
            }
            return "INCONCLUSIVE: no series is long enough to have two levels.";
        }
        long changes = report.series().stream()
                .mapToLong(series -> series.changes().size())
                .sum();
        return "NO REGRESSION: "
                + (changes == 0
                        ? "no metric changed its level."
                        : "no metric's level is worse than the one before (" + Figures.count(changes, "change")
                                + " in all).");
    }

    /** Returns what is worse now about a metric, in words. */
    static Optional<String> worse(HistoryReport.Series series) {
        if (!series.changes().isEmpty() && latest(series).worse()) {
            return Optional.of(sentence(series, latest(series)));
        }
        if (!series.endsInAlarm()) {
            return Optional.empty();
        }
        HistoryReport.Alarm newest = series.alarms().get(series.alarms().size() - 1);
        return Optional.of(series.metric() + " of " + newest.label() + " is worse than before ("
                + Figures.value(series.metric(), newest.usual()) + " → "
                + Figures.value(series.metric(), newest.value()) + ")");
    }

    private static HistoryReport.Change latest(HistoryReport.Series series) {
        return series.changes().get(series.changes().size() - 1);
    }

    private static String sentence(HistoryReport.Series series, HistoryReport.Change change) {
        return series.metric() + " " + amount(series, change) + " since " + change.label() + " ("
                + Figures.value(series.metric(), change.before()) + " → "
                + Figures.value(series.metric(), change.after()) + ")";
    }

    private static String amount(HistoryReport.Series series, HistoryReport.Change change) {
        double effect = series.scale() == Finding.Scale.RATIO
                ? change.after() / change.before()
                : change.after() - change.before();
        return difference(series, effect);
    }

    /** Plain numbers have no points: what nobody knows the unit of is shown as it is. */
    private static String difference(HistoryReport.Series series, double effect) {
        boolean plain = series.scale() == Finding.Scale.DIFFERENCE && !Figures.isKnown(series.metric());
        return plain
                ? (effect < 0 ? "" : "+") + Figures.value(series.metric(), effect)
                : Figures.change(series.metric(), series.scale(), effect);
    }

    private static Page.Row row(HistoryReport.Series series, HistoryReport.Change change) {
        Page.Tone tone = change.worse()
                ? Page.Tone.BAD
                : series.better() == Finding.Better.NEITHER ? Page.Tone.OPEN : Page.Tone.GOOD;
        return Page.Row.of(
                tone,
                series.metric(),
                change.label(),
                Figures.value(series.metric(), change.before()),
                Figures.value(series.metric(), change.after()),
                amount(series, change),
                change.p() <= .001 ? "≤ 0.001" : Figures.p(change.p()));
    }

    private static Page.Row row(HistoryReport.Series series, HistoryReport.Alarm alarm) {
        return Page.Row.of(
                Page.Tone.BAD,
                series.metric(),
                alarm.label(),
                Figures.value(series.metric(), alarm.usual()),
                Figures.value(series.metric(), alarm.value()),
                Figures.p(alarm.p()));
    }

    private static Page.Table summary(HistoryReport report) {
        List<Page.Row> rows = new ArrayList<>();
        for (HistoryReport.Series series : report.series()) {
            HistoryReport.Trend trend = series.trend();
            boolean worse = worse(series).isPresent();
            rows.add(Page.Row.of(
                    worse ? Page.Tone.BAD : Page.Tone.GOOD,
                    series.metric(),
                    Figures.count(series.points().size()),
                    Figures.count(series.changes().size()),
                    series.points().isEmpty()
                            ? Figures.ABSENT
                            : Figures.value(
                                    series.metric(),
                                    series.points()
                                            .get(series.points().size() - 1)
                                            .value()),
                    trend == null
                            ? Figures.ABSENT
                            : difference(series, trend.perPoint()) + " a point ("
                                    + difference(series, trend.interval().low()) + " … "
                                    + difference(series, trend.interval().high()) + ")"));
        }
        return new Page.Table(
                "Metrics", "lrrrr", List.of("metric", "points", "changes", "latest", "trend (95 % interval)"), rows);
    }

    private static Page.Timeline timeline(HistoryReport.Series series) {
        double[] values =
                series.points().stream().mapToDouble(HistoryReport.Point::value).toArray();
        List<Page.Level> levels = new ArrayList<>();
        int from = 0;
        Page.Tone tone = Page.Tone.OPEN;
        for (HistoryReport.Change change : series.changes()) {
            levels.add(new Page.Level(from, change.at(), change.before(), tone));
            from = change.at();
            tone = change.worse() ? Page.Tone.BAD : Page.Tone.GOOD;
        }
        double last =
                series.changes().isEmpty() ? median(values) : latest(series).after();
        levels.add(new Page.Level(from, values.length, last, tone));
        List<String> labels =
                series.points().stream().map(HistoryReport.Point::label).toList();
        return new Page.Timeline(series.metric(), series.metric(), labels, values, levels);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
