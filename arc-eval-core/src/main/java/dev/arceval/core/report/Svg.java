package dev.arceval.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Elements of plots. Places along the width are per cent, along the height pixels. */
final class Svg {

    private Svg() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * Math.min(1, Math.max(0, share)));
    }

    static void line(StringBuilder svg, String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%s\" y1=\"%.1f\" x2=\"%s\" y2=\"%.1f\"/>",
                style,
                percent(x1),
                y1,
                percent(x2),
                y2));
    }

    static void dot(StringBuilder svg, String style, double x, double y, double radius) {
        svg.append(String.format(
                Locale.ROOT, "<circle class=\"%s\" cx=\"%s\" cy=\"%.1f\" r=\"%.1f\"/>", style, percent(x), y, radius));
    }

    /** Whether text stands beside its place rather than around it. */
    static boolean isAtEnd(double x) {
        return x < 0.06 || x > 0.94;
    }

    /** Text that does not stick out: centred, but held at the ends of the plot. */
    static void text(StringBuilder svg, double x, double y, String text) {
        String anchor = !isAtEnd(x) ? "middle" : x < 0.5 ? "start" : "end";
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                percent(x),
                y,
                anchor,
                Markup.escape(text)));
    }

    /** Returns round numbers inside a range, about as many as asked for. */
    static List<Double> ticks(double low, double high, int about) {
        double step = Math.pow(10, Math.floor(Math.log10((high - low) / about)));
        for (double factor : new double[] {1, 2, 5, 10}) {
            if ((high - low) / (step * factor) <= about) {
                step *= factor;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
