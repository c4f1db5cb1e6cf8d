package dev.arceval.core.report;

import dev.arceval.eval.HistoryReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history as JSON: {@code verdict, series: [{metric, better, scale, correlation, points, changes, alarms, trend}], notes}. */
final class HistoryJson {

    private HistoryJson() {}

    static Map<String, @Nullable Object> of(HistoryReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", report.verdict().name());
        json.put("series", report.series().stream().map(HistoryJson::series).toList());
        json.put("notes", report.notes());
        return json;
    }

    private static Map<String, @Nullable Object> series(HistoryReport.Series series) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", series.metric());
        json.put("better", series.better().name());
        json.put("scale", series.scale().name());
        json.put("correlation", series.correlation());
        json.put("points", series.points().stream().map(HistoryJson::point).toList());
        json.put("changes", series.changes().stream().map(HistoryJson::change).toList());
        json.put("alarms", series.alarms().stream().map(HistoryJson::alarm).toList());
        json.put("trend", trend(series.trend()));
        return json;
    }

    private static Map<String, @Nullable Object> point(HistoryReport.Point point) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("label", point.label());
        json.put("value", point.value());
        json.put("runs", point.runs());
        return json;
    }

    private static Map<String, @Nullable Object> alarm(HistoryReport.Alarm alarm) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", alarm.at());
        json.put("label", alarm.label());
        json.put("usual", alarm.usual());
        json.put("value", alarm.value());
        json.put("p", alarm.p());
        return json;
    }

    private static Map<String, @Nullable Object> change(HistoryReport.Change change) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", change.at());
        json.put("label", change.label());
        json.put("before", change.before());
        json.put("after", change.after());
        json.put("p", change.p());
        json.put("worse", change.worse());
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> trend(HistoryReport.@Nullable Trend trend) {
        if (trend == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("perPoint", trend.perPoint());
        json.put(
                "interval",
                Arrays.asList(trend.interval().low(), trend.interval().high()));
        json.put("clear", trend.clear());
        return json;
    }
}
