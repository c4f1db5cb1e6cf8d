package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A gate as a page. */
final class GatePage {

    private static final int MOST_CASES = 200;

    private static final Comparator<GateReport.Case> WORST_FIRST = Comparator.comparing(
                    (GateReport.Case one) -> one.verdict() != Verdict.REGRESSION)
            .thenComparing(Comparator.comparingDouble(GateReport.Case::evidence).reversed());

    private GatePage() {}

    static Page of(GateReport report) {
        List<Page.Section> sections = new ArrayList<>();
        Finding.Interval interval = report.interval();
        if (interval != null && report.pairs() > 0) {
            double harm = (double) (report.baseline() - report.current()) / report.pairs();
            sections.add(new Page.Forest(
                    "Fall of the share of passed runs; margin " + Figures.percent(report.margin()),
                    Finding.Scale.DIFFERENCE,
                    List.of(new Page.Item(
                            "suite",
                            Pages.tone(report.verdict()),
                            harm,
                            -interval.high(),
                            -interval.low(),
                            change(-harm) + " (" + change(interval.low()) + " … " + change(interval.high()) + ")"))));
        }
        sections.add(cases(report));
        return new Page(
                report.name().isEmpty() ? "Gate" : "Gate " + report.name(),
                report.passed() ? Pages.tone(report.verdict()) : Page.Tone.BAD,
                answer(report),
                sections,
                notes(report));
    }

    private static List<String> notes(GateReport report) {
        List<String> notes = new ArrayList<>();
        long steady = report.cases().stream().filter(GatePage::steady).count();
        long passed = report.cases().stream()
                .filter(one -> steady(one) && one.currentPassed() > 0)
                .count();
        if (steady > 0) {
            notes.add("Not listed: " + Figures.count(passed, "case") + " that passed every run on both sides, "
                    + Figures.count(steady - passed) + " that failed every one.");
        }
        long more = report.cases().size() - steady - MOST_CASES;
        if (more > 0) {
            notes.add("Not listed: " + Figures.count(more) + " other cases of little evidence.");
        }
        notes.addAll(report.notes());
        return notes;
    }

    /** Whether all runs of both sides ended alike. */
    private static boolean steady(GateReport.Case one) {
        return one.baselinePassed() == one.currentPassed() && !one.flaky();
    }

    private static String answer(GateReport report) {
        String name = report.name().isEmpty() ? "" : " " + report.name();
        String gate = "GATE" + name + (report.passed() ? " PASSED" : " FAILED") + ": " + Pages.word(report.verdict());
        if (report.pairs() == 0) {
            return gate + ", nothing was run on both sides.";
        }
        long worse = report.cases().stream()
                .filter(one -> one.verdict() == Verdict.REGRESSION)
                .count();
        Finding.Interval interval = report.interval();
        return gate + ", " + Figures.percent((double) report.baseline() / report.pairs()) + " → "
                + Figures.percent((double) report.current() / report.pairs()) + " of runs pass"
                + (interval == null
                        ? ""
                        : " (95 % interval " + change(interval.low()) + " … " + change(interval.high()) + ")")
                + (worse == 0 ? "" : ", " + Figures.count(worse, "case") + " worse") + ", "
                + Figures.count(report.pairs(), "pair") + ", " + stopped(report.stopped()) + ".";
    }

    private static String stopped(GateReport.Stop stop) {
        return switch (stop) {
            case CERTAIN -> "certain";
            case RUNS -> "no more runs allowed";
            case TOKENS -> "token budget spent";
            case COST -> "money spent";
            case TIME -> "time over";
        };
    }

    /** Cases that told something, the most suspicious first. */
    private static Page.Table cases(GateReport report) {
        List<Page.Row> rows = new ArrayList<>();
        report.cases().stream()
                .filter(one -> !steady(one))
                .sorted(WORST_FIRST)
                .limit(MOST_CASES)
                .forEach(one -> {
                    boolean changed = one.verdict() == Verdict.REGRESSION || one.verdict() == Verdict.IMPROVEMENT;
                    rows.add(Page.Row.of(
                            changed ? Pages.tone(one.verdict()) : Page.Tone.OPEN,
                            one.id(),
                            changed ? Pages.word(one.verdict()) : one.flaky() ? "flaky" : "",
                            one.baselinePassed() + " of " + one.pairs(),
                            one.currentPassed() + " of " + one.pairs(),
                            String.format(Locale.ROOT, one.evidence() < 1e6 ? "%,.1f" : "%.1e", one.evidence()),
                            one.why() == null ? "" : one.why()));
                });
        return new Page.Table(
                "Cases",
                "llrrrl",
                List.of("case", "", "baseline passed", "candidate passed", "e-value", "last failure"),
                rows);
    }

    private static String change(double difference) {
        return Figures.change("errors", Finding.Scale.DIFFERENCE, difference);
    }
}
