package dev.arceval.core.history;

import dev.arceval.core.stats.ChangePoints;
import dev.arceval.core.stats.Moments;
import dev.arceval.core.stats.Trend;
import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.HistoryReport.Alarm;
import dev.arceval.eval.HistoryReport.Change;
import dev.arceval.eval.HistoryReport.Point;
import dev.arceval.eval.HistoryReport.Series;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.Trace;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects runs into points and looks for changes of level. Not thread-safe; the order of runs does not matter. */
public final class RunHistory {

    /** From this many hours on it is known what is usual for each hour of the week. */
    private static final int TWO_WEEKS = 336;

    /** Chance of a false word about the present level, over all series. */
    private static final double ALPHA = 0.05;

    private static final double CONFIDENCE = 0.95;

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH'Z'", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    private final Step step;
    private final int minRuns;
    private final Set<String> lowerIsBetter;
    private final Map<String, Points> points = new LinkedHashMap<>();

    /** What makes a point. */
    public enum Step {
        HOUR,
        DAY,
        WEEK,
        VERSION
    }

    /**
     * Starts empty.
     *
     * @param minRuns points of fewer runs are left out
     * @param lowerIsBetter evaluations whose lower scores are better
     */
    public RunHistory(Step step, int minRuns, Set<String> lowerIsBetter) {
        if (minRuns < 1) {
            throw new IllegalArgumentException("minRuns must be positive: " + minRuns);
        }
        this.step = step;
        this.minRuns = minRuns;
        this.lowerIsBetter = Set.copyOf(lowerIsBetter);
    }

    /** Takes a run. */
    public void add(Trace run) {
        points.computeIfAbsent(label(run), label -> new Points()).add(run);
    }

    /** Returns the series of all metrics and what became of them. */
    public HistoryReport report() {
        List<Map.Entry<String, Points>> ordered = new ArrayList<>(points.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, Points> point) -> point.getValue().firstEpochNanos())
                .thenComparing(Map.Entry::getKey));
        Set<String> metrics = new TreeSet<>();
        ordered.forEach(point -> metrics.addAll(point.getValue().values().keySet()));
        List<Draft> drafts = inOrder(metrics).stream().map(this::draft).toList();
        long leftOut = 0;
        NewestPoints newest = new NewestPoints();
        for (Map.Entry<String, Points> point : ordered) {
            for (Draft draft : drafts) {
                Moments moments = point.getValue().find(draft.metric);
                if (moments != null && moments.count() >= minRuns) {
                    draft.add(point.getKey(), moments, newest);
                } else if (moments != null && draft.metric.equals("errors")) {
                    leftOut++;
                }
            }
        }
        List<Series> series =
                drafts.stream().map(draft -> series(draft, this::seasonOf)).toList();
        return new HistoryReport(verdict(series), series, notes(leftOut));
    }

    /** Returns the changes of a plain series of numbers. */
    public static HistoryReport ofValues(String metric, Finding.Better better, double... values) {
        Draft draft = new Draft(metric, metric, better, false, false);
        NewestPoints newest = new NewestPoints();
        for (int i = 0; i < values.length; i++) {
            draft.add(String.valueOf(i), Moments.of(values[i]), newest);
        }
        List<Series> series = List.of(series(draft, label -> null));
        return new HistoryReport(verdict(series), series, List.of());
    }

    private Draft draft(String metric) {
        boolean share = metric.equals("errors") || metric.startsWith(Points.LABELLED);
        return new Draft(metric, name(metric), better(metric), isRatio(metric), share);
    }

    /** A series while its points come in. */
    private static final class Draft {
        private final String metric;
        private final String name;
        private final Finding.Better better;
        private final boolean ratio;
        private final boolean share;
        private final List<Point> points = new ArrayList<>();
        private final List<Alarm> alarms = new ArrayList<>();

        Draft(String metric, String name, Finding.Better better, boolean ratio, boolean share) {
            this.metric = metric;
            this.name = name;
            this.better = better;
            this.ratio = ratio;
            this.share = share;
        }

        void add(String label, Moments runs, NewestPoints newest) {
            double value = shown(runs.mean().orElseThrow());
            double usual = shown(newest.usual(metric));
            newest.add(metric, better, share, runs)
                    .ifPresent(p -> alarms.add(new Alarm(points.size(), label, usual, value, p)));
            points.add(new Point(label, value, runs.count()));
        }

        private double shown(double value) {
            return ratio ? StrictMath.exp(value) : value;
        }
    }

    private static Series series(Draft draft, Function<String, @Nullable String> season) {
        List<Point> points = draft.points;
        Finding.Better better = draft.better;
        boolean ratio = draft.ratio;
        double[] raw = points.stream()
                .mapToDouble(point -> ratio ? StrictMath.log(point.value()) : point.value())
                .toArray();
        double[] values = withoutSeason(raw, points, season);
        ChangePoints.Found found = ChangePoints.in(values);
        List<Change> changes = found.changes().stream()
                .map(change -> new Change(
                        change.at(),
                        points.get(change.at()).label(),
                        ratio ? StrictMath.exp(change.before()) : change.before(),
                        ratio ? StrictMath.exp(change.after()) : change.after(),
                        change.p(),
                        isWorse(better, change.after() - change.before())))
                .toList();
        HistoryReport.Trend trend = changes.isEmpty()
                ? Trend.of(values, CONFIDENCE)
                        .map(found1 -> trend(found1, ratio))
                        .orElse(null)
                : null;
        Finding.Scale scale = ratio ? Finding.Scale.RATIO : Finding.Scale.DIFFERENCE;
        return new Series(draft.name, better, scale, points, changes, draft.alarms, trend, found.correlation());
    }

    private static HistoryReport.Trend trend(Trend trend, boolean ratio) {
        double low = trend.interval().lower();
        double high = trend.interval().upper();
        boolean clear = low > 0 || high < 0;
        return ratio
                ? new HistoryReport.Trend(
                        StrictMath.exp(trend.slope()),
                        new Finding.Interval(StrictMath.exp(low), StrictMath.exp(high)),
                        clear)
                : new HistoryReport.Trend(trend.slope(), new Finding.Interval(low, high), clear);
    }

    private static boolean isWorse(Finding.Better better, double change) {
        return switch (better) {
            case LOWER -> change > 0;
            case HIGHER -> change < 0;
            case NEITHER -> false;
        };
    }

    /** Takes out the median of each season, so that every Monday morning is not a change. */
    private static double[] withoutSeason(
            double[] values, List<Point> points, Function<String, @Nullable String> season) {
        Map<String, List<Double>> bySeason = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            String name = season.apply(points.get(i).label());
            if (name != null) {
                bySeason.computeIfAbsent(name, key -> new ArrayList<>()).add(values[i]);
            }
        }
        if (bySeason.isEmpty() || values.length < TWO_WEEKS) {
            return values;
        }
        double middle = median(Arrays.stream(values).boxed().toList());
        double[] rest = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            String name = season.apply(points.get(i).label());
            rest[i] = name == null ? values[i] : values[i] - median(bySeason.getOrDefault(name, List.of())) + middle;
        }
        return rest;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Verdict verdict(List<Series> series) {
        if (series.stream().allMatch(one -> one.points().size() < 2 * ChangePoints.SHORTEST_LEVEL)) {
            return Verdict.INCONCLUSIVE;
        }
        double level = ALPHA / series.size();
        boolean worse = series.stream()
                .filter(one -> !one.changes().isEmpty())
                .map(one -> one.changes().get(one.changes().size() - 1))
                // The table of p-values ends at 0.001.
                .anyMatch(change -> change.worse() && change.p() <= Math.max(level, 0.001));
        boolean newest = series.stream().anyMatch(Series::endsInAlarm);
        return worse || newest ? Verdict.REGRESSION : Verdict.NO_REGRESSION;
    }

    private List<String> notes(long leftOut) {
        List<String> notes = new ArrayList<>();
        notes.add("A point is "
                + (step == Step.VERSION ? "a version" : "one " + step.name().toLowerCase(Locale.ROOT) + " in UTC")
                + "; a level has at least " + ChangePoints.SHORTEST_LEVEL + " points.");
        if (leftOut > 0) {
            notes.add("Points of fewer than " + minRuns + " runs were left out: " + leftOut + ".");
        }
        return notes;
    }

    private String label(Trace run) {
        if (step == Step.VERSION) {
            return run.agentVersion().orElse("unknown");
        }
        LocalDateTime start = LocalDateTime.ofInstant(run.startTime(), ZoneOffset.UTC);
        return switch (step) {
            case HOUR -> HOUR.format(start);
            case WEEK -> DAY.format(start.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            default -> DAY.format(start);
        };
    }

    private @Nullable String seasonOf(String label) {
        if (step != Step.HOUR) {
            return null;
        }
        LocalDateTime hour = LocalDateTime.parse(label.substring(0, 13) + ":00:00");
        return hour.getDayOfWeek() + " " + hour.getHour();
    }

    private boolean isRatio(String metric) {
        return metric.equals("latency") || metric.equals("tokens") || metric.equals("cost");
    }

    private Finding.Better better(String metric) {
        String evaluation = metric.substring(metric.indexOf(':') + 1);
        boolean quality = metric.startsWith(Points.LABELLED)
                || (metric.startsWith(Points.QUALITY) && !lowerIsBetter.contains(evaluation));
        return quality ? Finding.Better.HIGHER : Finding.Better.LOWER;
    }

    private static String name(String metric) {
        return metric.startsWith(Points.LABELLED)
                ? Points.QUALITY + metric.substring(Points.LABELLED.length())
                : metric;
    }

    private static List<String> inOrder(Set<String> metrics) {
        List<String> order = List.of("latency", "errors", "tokens", "cost");
        return metrics.stream()
                .filter(metric -> !metrics.contains(Points.LABELLED + metric.substring(metric.indexOf(':') + 1))
                        || !metric.startsWith(Points.QUALITY))
                .sorted(Comparator.comparingInt((String metric) -> {
                            int at = order.indexOf(metric);
                            return at < 0 ? order.size() : at;
                        })
                        .thenComparing(RunHistory::name))
                .toList();
    }
}
