package dev.arceval.core.report;

import java.util.Arrays;
import java.util.Locale;

/** Draws two distributions as steps over the same bins, each as shares of its own runs. */
final class BinsPlot {

    private static final int HEIGHT = 170;
    private static final int TOP = 8;
    private static final int BOTTOM = 145;

    private BinsPlot() {}

    static void draw(StringBuilder html, Page.Bins bins) {
        double before = Arrays.stream(bins.baseline()).sum();
        double after = Arrays.stream(bins.current()).sum();
        double most = 1e-9;
        int count = bins.baseline().length;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, Math.max(bins.baseline()[i] / before, bins.current()[i] / after));
        }
        html.append("<div class=\"bins\"><svg width=\"100%\" height=\"")
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"")
                .append(Markup.escape(bins.title()))
                .append("\">");
        for (int i = 0; i < count; i++) {
            bar(html, "now", (double) i / count, 1.0 / count, bins.current()[i] / after / most);
        }
        for (int i = 0; i < count; i++) {
            double y = top(bins.baseline()[i] / before / most);
            Svg.line(html, "before", (double) i / count, y, (i + 1.0) / count, y);
            double left = i == 0 ? BOTTOM : top(bins.baseline()[i - 1] / before / most);
            Svg.line(html, "before", (double) i / count, left, (double) i / count, y);
        }
        Svg.line(html, "tick", 0, BOTTOM, 1, BOTTOM);
        // More labels would touch on a telephone.
        for (int i = 0; i <= 2; i++) {
            int edge = i * count / 2;
            Svg.text(html, (double) edge / count, HEIGHT - 8.0, Figures.value(bins.metric(), bins.edges()[edge]));
        }
        html.append(
                "</svg></div>\n<p class=\"legend\"><span class=\"key before\"></span> baseline <span class=\"key now\">"
                        + "</span> now; heights are shares of the runs of each side</p>\n");
    }

    private static void bar(StringBuilder html, String style, double x, double width, double share) {
        html.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%s\" y=\"%.1f\" width=\"%s\" height=\"%.1f\"/>",
                style,
                Svg.percent(x),
                top(share),
                Svg.percent(width),
                BOTTOM - top(share)));
    }

    private static double top(double share) {
        return BOTTOM - (BOTTOM - TOP) * share;
    }
}
