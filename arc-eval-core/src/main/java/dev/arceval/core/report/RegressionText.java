package dev.arceval.core.report;

import dev.arceval.eval.Cause;
import dev.arceval.eval.Finding;
import dev.arceval.eval.Regression;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A regression report as text: the answer, the evidence, what carries the change, what to know about it. */
final class RegressionText {

    private static final int MOST_NAMED = 3;

    private RegressionText() {}

    static String of(RegressionReport report) {
        StringBuilder text = new StringBuilder(answer(report)).append('\n');
        if (!report.drifts().isEmpty()) {
            text.append("It behaves differently: ").append(moved(report)).append(".\n");
        }
        text.append('\n');
        text.append(table(report.findings()));
        String causes = causes(report.findings());
        if (!causes.isEmpty()) {
            text.append('\n').append(causes);
        }
        if (!report.notes().isEmpty()) {
            text.append('\n');
            report.notes()
                    .forEach(note ->
                            text.append("- ").append(Printable.line(note)).append('\n'));
        }
        return text.toString();
    }

    static String answer(RegressionReport report) {
        if (!report.comparable()) {
            return "NOT COMPARABLE: "
                    + Printable.line(
                            report.notes().isEmpty() ? "" : report.notes().get(0));
        }
        return switch (report.verdict()) {
            case REGRESSION -> "REGRESSION: " + worst(report) + ".";
            case NO_REGRESSION, IMPROVEMENT -> "NO REGRESSION: " + shown(report) + ".";
            case INCONCLUSIVE -> "INCONCLUSIVE: " + missing(report) + ".";
        };
    }

    /** What a metric shows overall says more than its quantiles and patterns, which the table lists. */
    private static String worst(RegressionReport report) {
        List<Finding> worse =
                report.regressions().stream().map(Regression::finding).toList();
        Set<String> overall = worse.stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL))
                .map(Finding::metric)
                .collect(Collectors.toSet());
        return worse.stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL) || !overall.contains(finding.metric()))
                .map(RegressionText::sentence)
                .limit(MOST_NAMED)
                .collect(Collectors.joining("; "));
    }

    private static String moved(RegressionReport report) {
        return report.drifts().stream()
                .map(finding -> finding.metric() + " ("
                        + finding.causes().stream()
                                .limit(MOST_NAMED)
                                .map(cause -> Printable.line(cause.name()) + " " + figure(cause.baseline()) + " → "
                                        + figure(cause.current()) + " " + cause.unit())
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining("; "));
    }

    private static String shown(RegressionReport report) {
        return overall(report).map(RegressionText::sentence).collect(Collectors.joining("; "));
    }

    private static String missing(RegressionReport report) {
        String open = overall(report)
                .filter(finding -> finding.verdict() == Verdict.INCONCLUSIVE)
                .map(finding -> finding.metric() + " (n = " + sizes(finding) + missed(finding) + ")"
                        + needed(finding.nNeeded()))
                .collect(Collectors.joining("; "));
        if (open.isEmpty()
                && overall(report).findAny().isEmpty()
                && !report.findings().isEmpty()) {
            return "only behaviour was compared, which decides nothing";
        }
        if (open.isEmpty()) {
            return report.notes().isEmpty()
                    ? "nothing to compare"
                    : Printable.line(report.notes().get(0)).replaceFirst("\\.$", "");
        }
        return "not enough data to say whether it got worse: " + open;
    }

    private static Stream<Finding> overall(RegressionReport report) {
        return report.findings().stream()
                .filter(finding -> finding.scope().equals(Finding.OVERALL) && !finding.isDrift());
    }

    private static String missed(Finding finding) {
        return finding.detectable() == null
                ? ""
                : ", less than " + Figures.change(finding, finding.detectable()) + " could be missed";
    }

    private static String needed(@Nullable Long runs) {
        return runs == null ? "" : ", about " + Figures.count(runs) + " runs a side would settle it";
    }

    private static String sentence(Finding finding) {
        return finding.metric() + where(finding) + " " + Figures.change(finding, finding.effect()) + " ("
                + Figures.value(finding, finding.baseline()) + " → " + Figures.value(finding, finding.current())
                + ", 95 % interval " + Figures.interval(finding) + ", n = " + sizes(finding) + ")";
    }

    static String where(Finding finding) {
        String scope = finding.scope();
        if (scope.equals(Finding.OVERALL)) {
            return "";
        }
        return (scope.matches("p\\d+|ranks") ? " at " : " of pattern ") + Printable.line(scope);
    }

    private static String sizes(Finding finding) {
        return Figures.count(finding.nBaseline()) + " and " + Figures.count(finding.nCurrent());
    }

    private static String table(List<Finding> findings) {
        TextTable table = new TextTable(
                "llrrrrrr", "metric", "verdict", "baseline", "current", "change", "95 % interval", "p adj", "n");
        for (Finding finding : findings) {
            table.row(
                    Printable.line(finding.metric() + place(finding)),
                    FindingSections.word(finding),
                    Figures.value(finding, finding.baseline()),
                    Figures.value(finding, finding.current()),
                    Figures.change(finding, finding.effect()),
                    Figures.bounds(finding),
                    Figures.p(finding.pAdjusted()),
                    Figures.count(finding.nBaseline()) + " / " + Figures.count(finding.nCurrent()));
        }
        return table.isEmpty() ? "" : table.toString();
    }

    private static String place(Finding finding) {
        return finding.scope().equals(Finding.OVERALL) ? "" : " " + finding.scope();
    }

    /** What a metric that did not move consists of is no news. */
    private static boolean moved(Finding finding) {
        return finding.verdict() == Verdict.REGRESSION || finding.verdict() == Verdict.IMPROVEMENT;
    }

    private static String causes(List<Finding> findings) {
        List<Finding> moved = findings.stream().filter(RegressionText::moved).toList();
        StringBuilder text = new StringBuilder();
        for (Finding finding : moved) {
            causes("What carries " + Printable.line(finding.metric()) + where(finding), carrying(finding), text);
        }
        causes("What changed at the same time", besides(moved), text);
        return text.toString();
    }

    private static void causes(String title, List<Cause> causes, StringBuilder text) {
        if (!causes.isEmpty()) {
            text.append(title).append(":\n");
            causes.forEach(cause ->
                    text.append("  ").append(Printable.line(cause(cause))).append('\n'));
        }
    }

    /** Returns what explains a part of the change, or is what changed. */
    static List<Cause> carrying(Finding finding) {
        return finding.causes().stream().filter(cause -> !isBesides(cause)).toList();
    }

    /** Returns what changed beside the metrics, whether it has to do with them or not: the same for all of them. */
    static List<Cause> besides(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> finding.causes().stream())
                .filter(RegressionText::isBesides)
                .distinct()
                .toList();
    }

    private static boolean isBesides(Cause cause) {
        return cause.share() == null && (cause.kind() == Cause.Kind.VERSION || cause.kind() == Cause.Kind.MODEL);
    }

    static String cause(Cause cause) {
        String share = cause.share() == null ? "" : share(cause.share());
        return String.format(
                Locale.ROOT,
                "%s%s %s, %s → %s %s (n = %,d and %,d)",
                share,
                cause.kind().name().toLowerCase(Locale.ROOT),
                cause.name(),
                figure(cause.baseline()),
                figure(cause.current()),
                cause.unit(),
                cause.nBaseline(),
                cause.nCurrent());
    }

    /** Changes can cancel each other, and then one of them is larger than their sum. */
    private static String share(double share) {
        return share > 1.005 ? "over 100 %: " : String.format(Locale.ROOT, "%.0f %%: ", 100 * share);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%,.0f", value);
    }
}
