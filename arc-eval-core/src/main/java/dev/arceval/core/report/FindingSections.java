package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings as a table and as forests. */
final class FindingSections {

    private FindingSections() {}

    static Page.Table table(String title, List<Finding> findings) {
        List<Page.Row> rows = new ArrayList<>();
        for (Finding finding : findings) {
            rows.add(Page.Row.of(
                    tone(finding),
                    finding.metric(),
                    finding.scope(),
                    word(finding),
                    Figures.value(finding, finding.baseline()),
                    Figures.value(finding, finding.current()),
                    Figures.change(finding, finding.effect()),
                    Figures.interval(finding),
                    Figures.p(finding.pAdjusted()),
                    Figures.count(finding.nBaseline()) + " / " + Figures.count(finding.nCurrent())));
        }
        return new Page.Table(
                title,
                "lllrrrrrr",
                List.of("metric", "scope", "verdict", "baseline", "current", "change", "95 % interval", "p adj", "n"),
                rows);
    }

    /** Returns the intervals of one scale; null if there are none. Drift has no direction and stands in the table only. */
    static Page.@Nullable Forest forest(String title, Finding.Scale scale, List<Finding> findings) {
        List<Page.Item> items = new ArrayList<>();
        for (Finding finding : findings) {
            Finding.Interval interval = finding.interval();
            Double effect = finding.effect();
            boolean drawable = finding.scale() == scale && !finding.isDrift() && interval != null && effect != null;
            if (drawable
                    && interval != null
                    && effect != null
                    && (scale != Finding.Scale.RATIO || interval.low() > 0)) {
                items.add(item(finding, effect, interval));
            }
        }
        return items.isEmpty() ? null : new Page.Forest(title, scale, items);
    }

    private static Page.Item item(Finding finding, double effect, Finding.Interval interval) {
        double at = position(finding, effect);
        double one = position(finding, interval.low());
        double two = position(finding, interval.high());
        String label = finding.scope().equals(Finding.OVERALL)
                ? finding.metric()
                : finding.metric() + RegressionText.where(finding);
        return new Page.Item(
                label,
                tone(finding),
                at,
                Math.min(one, two),
                Math.max(one, two),
                Figures.change(finding, effect) + " (" + Figures.interval(finding) + ")");
    }

    private static double position(Finding finding, double effect) {
        double change = finding.scale() == Finding.Scale.RATIO ? StrictMath.log(effect) : effect;
        return finding.better() == Finding.Better.HIGHER ? -change : change;
    }

    static Page.Tone tone(Finding finding) {
        return finding.isDrift() && finding.verdict() == Verdict.REGRESSION
                ? Page.Tone.OPEN
                : Pages.tone(finding.verdict());
    }

    static String word(Finding finding) {
        return finding.isDrift() && finding.verdict() == Verdict.REGRESSION ? "moved" : Pages.word(finding.verdict());
    }
}
