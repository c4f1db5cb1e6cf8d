package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import java.util.Locale;

/** Draws intervals of effects side by side, worse to the right, no change as a line. */
final class ForestPlot {

    private static final double MARGIN = 0.05;

    /** A factor of more than this is as bad as any. */
    private static final double MOST_LOG = Math.log(8);

    private ForestPlot() {}

    static void draw(StringBuilder html, Page.Forest forest) {
        double low = 0;
        double high = 0;
        for (Page.Item item : forest.items()) {
            low = Math.min(low, bounded(forest, item.low()));
            high = Math.max(high, bounded(forest, item.high()));
        }
        double span = Math.max(high - low, forest.scale() == Finding.Scale.RATIO ? Math.log(1.1) : 0.02);
        Axis axis = new Axis(low - span * MARGIN, low + span * (1 + MARGIN));
        html.append("<div class=\"forest\">\n");
        for (Page.Item item : forest.items()) {
            row(html, forest, item, axis);
        }
        ticks(html, forest, axis);
        html.append("</div>\n<p class=\"legend\">Right of the line is worse. Bars are 95 % intervals.</p>\n");
    }

    private record Axis(double low, double high) {
        double at(double value) {
            return (value - low) / (high - low);
        }
    }

    private static void row(StringBuilder html, Page.Forest forest, Page.Item item, Axis axis) {
        String tone = HtmlReports.name(item.tone());
        html.append("<div class=\"row\"><span class=\"label\">")
                .append(Markup.escape(item.label()))
                .append("</span><svg width=\"100%\" height=\"22\" role=\"img\" aria-label=\"")
                .append(Markup.escape(item.label() + " " + item.text()))
                .append("\">");
        Svg.line(html, "zero", axis.at(0), 0, axis.at(0), 22);
        Svg.line(
                html,
                "bar " + tone,
                axis.at(bounded(forest, item.low())),
                11,
                axis.at(bounded(forest, item.high())),
                11);
        Svg.dot(html, "mark " + tone, axis.at(bounded(forest, item.harm())), 11, 4.5);
        html.append("</svg><span class=\"text\">")
                .append(Markup.escape(item.text()))
                .append("</span></div>\n");
    }

    private static void ticks(StringBuilder html, Page.Forest forest, Axis axis) {
        html.append("<div class=\"row axis\"><span class=\"label\"></span><svg width=\"100%\" height=\"22\" "
                + "aria-hidden=\"true\">");
        boolean ratio = forest.scale() == Finding.Scale.RATIO;
        double low = ratio ? Math.expm1(axis.low()) : axis.low();
        double high = ratio ? Math.expm1(axis.high()) : axis.high();
        double last = -1;
        for (double tick : Svg.ticks(low, high, 5)) {
            double at = axis.at(ratio ? Math.log1p(tick) : tick);
            // On a logarithmic axis round numbers crowd at one end, and labels at the ends are not centred.
            if (at - last >= (Svg.isAtEnd(at) || Svg.isAtEnd(last) ? 0.22 : 0.15)) {
                Svg.line(html, "tick", at, 0, at, 5);
                Svg.text(html, at, 18, label(tick, ratio, high - low));
                last = at;
            }
        }
        html.append("</svg><span class=\"text\"></span></div>\n");
    }

    private static String label(double tick, boolean ratio, double span) {
        String digits = span < 0.05 ? "%+.1f" : "%+.0f";
        String number = String.format(Locale.ROOT, digits, 100 * tick);
        String plain = number.matches("[+-][0.]+") ? "0" : number;
        return plain + (ratio ? " %" : "");
    }

    private static double bounded(Page.Forest forest, double value) {
        double most = forest.scale() == Finding.Scale.RATIO ? MOST_LOG : 1;
        return Math.max(-most, Math.min(most, value));
    }
}
