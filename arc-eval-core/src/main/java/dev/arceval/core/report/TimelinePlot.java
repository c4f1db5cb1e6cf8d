package dev.arceval.core.report;

import java.util.Locale;

/** Draws values over time as dots, levels as lines through them, changes as upright lines. */
final class TimelinePlot {

    private static final int HEIGHT = 180;
    private static final int TOP = 10;
    private static final int BOTTOM = 150;

    /** More dots than this nobody tells apart. */
    private static final int MOST_DOTS = 1_500;

    private TimelinePlot() {}

    static void draw(StringBuilder html, Page.Timeline line) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : line.values()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double span = high > low ? high - low : Math.max(1e-9, Math.abs(high) / 10);
        Plane plane = new Plane(low - span * 0.05, low + span * 1.05, line.values().length);
        html.append("<div class=\"timeline\"><svg width=\"100%\" height=\"")
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"")
                .append(Markup.escape(line.title() + " over time, " + line.values().length + " points, "
                        + (line.levels().size() - 1) + " changes"))
                .append("\">");
        grid(html, line, plane);
        int step = (line.values().length + MOST_DOTS - 1) / MOST_DOTS;
        for (int i = 0; i < line.values().length; i += step) {
            Svg.dot(html, "point", plane.x(i), plane.y(line.values()[i]), 2.2);
        }
        for (Page.Level level : line.levels()) {
            String tone = HtmlReports.name(level.tone());
            double y = plane.y(level.value());
            Svg.line(html, "level " + tone, plane.x(level.from()), y, plane.x(level.to() - 1), y);
            if (level.from() > 0) {
                Svg.line(html, "change " + tone, plane.x(level.from()), TOP, plane.x(level.from()), BOTTOM);
            }
        }
        html.append("</svg></div>\n");
    }

    private record Plane(double low, double high, int length) {

        /** Room on the left for the labels of the values. */
        private static final double LEFT = 0.01;

        double x(int index) {
            return LEFT + (0.98 - LEFT) * (length == 1 ? 0.5 : (double) index / (length - 1));
        }

        double y(double value) {
            return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low);
        }
    }

    private static void grid(StringBuilder html, Page.Timeline line, Plane plane) {
        for (double tick : Svg.ticks(plane.low(), plane.high(), 4)) {
            double y = plane.y(tick);
            Svg.line(html, "grid", 0, y, 1, y);
            html.append(String.format(
                    Locale.ROOT,
                    "<text x=\"0\" y=\"%.1f\">%s</text>",
                    y - 3,
                    Markup.escape(Figures.value(line.metric(), tick))));
        }
        int last = line.values().length - 1;
        for (int index : new int[] {0, last / 2, last}) {
            Svg.text(
                    html,
                    plane.x(index),
                    HEIGHT - 8.0,
                    Printable.line(line.labels().get(index), 16));
        }
    }
}
