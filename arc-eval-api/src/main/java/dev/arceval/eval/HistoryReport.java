package dev.arceval.eval;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How metrics went over time: where their level changed, and where they drift.
 *
 * @param verdict {@link Verdict#REGRESSION} if any metric's level is now worse than the one before it, or its newest
 *     point is an alarm;
 *     {@link Verdict#INCONCLUSIVE} if no series is long enough; else {@link Verdict#NO_REGRESSION}
 * @param series one for each metric
 * @param notes what the reader must know: what a point is, what was left out and why
 * @since 0.1
 */
public record HistoryReport(Verdict verdict, List<Series> series, List<String> notes) implements Report {

    public HistoryReport {
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /** Returns the series of a metric. */
    public Optional<Series> series(String metric) {
        return series.stream().filter(one -> one.metric().equals(metric)).findFirst();
    }

    /**
     * One metric over time.
     *
     * @param metric what was measured
     * @param better which way is better
     * @param scale whether changes are factors or differences
     * @param points the values, oldest first
     * @param changes where the level changed, oldest first; empty if it never did
     * @param alarms single points that are worse than those before them, oldest first
     * @param trend the drift of a series whose level never changed; absent if it is too short, or if levels explain it
     * @param correlation of neighbouring values within a level, 0 to 1; the more there is, the larger a change must be to
     *     count
     */
    public record Series(
            String metric,
            Finding.Better better,
            Finding.Scale scale,
            List<Point> points,
            List<Change> changes,
            List<Alarm> alarms,
            @Nullable Trend trend,
            double correlation) {

        public Series {
            points = List.copyOf(points);
            changes = List.copyOf(changes);
            alarms = List.copyOf(alarms);
        }

        /** Returns whether the newest point is an alarm. */
        public boolean endsInAlarm() {
            return !alarms.isEmpty() && alarms.get(alarms.size() - 1).at() == points.size() - 1;
        }
    }

    /**
     * One value.
     *
     * @param label when, such as a day or a version
     * @param value the metric in its own unit
     * @param runs how many runs it stands for
     */
    public record Point(String label, double value, long runs) {}

    /**
     * A change of level.
     *
     * @param at index of the first point of the new level
     * @param label that point's label
     * @param before median of the level before
     * @param after median of the level after
     * @param p probability of a change this clear where nothing changed; never below 0.001
     * @param worse whether it is one for the worse; false for metrics without a better way
     */
    public record Change(int at, String label, double before, double after, double p, boolean worse) {}

    /**
     * A point that is worse than those before it. All points of all series are one stream of tests (LORD++): while nothing
     * changes, the chance of any alarm stays below 5 %, however many days are looked at.
     *
     * @param at index of the point
     * @param label its label
     * @param usual mean of the points before it
     * @param value its value
     * @param p probability of a point this bad where nothing changed
     */
    public record Alarm(int at, String label, double usual, double value, double p) {}

    /**
     * A steady drift.
     *
     * @param perPoint change from one point to the next: a factor for a ratio, else a difference
     * @param interval its 95 % interval
     * @param clear whether the interval leaves out "no drift"
     */
    public record Trend(double perPoint, Finding.Interval interval, boolean clear) {}
}
