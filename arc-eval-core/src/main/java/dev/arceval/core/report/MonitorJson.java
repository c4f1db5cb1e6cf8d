package dev.arceval.core.report;

import dev.arceval.eval.Alert;
import dev.arceval.eval.Finding;
import dev.arceval.eval.MonitorReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A monitor's report as JSON: {@code verdict, runs, from, to, open, history, findings, notes}. */
final class MonitorJson {

    private MonitorJson() {}

    static Map<String, @Nullable Object> of(MonitorReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", report.verdict().name());
        json.put("runs", report.runs());
        json.put("from", text(report.from()));
        json.put("to", text(report.to()));
        json.put("open", report.open().stream().map(MonitorJson::alert).toList());
        json.put("history", report.history().stream().map(MonitorJson::alert).toList());
        json.put(
                "findings", report.findings().stream().map(JsonReports::finding).toList());
        json.put("notes", report.notes());
        return json;
    }

    private static Map<String, @Nullable Object> alert(Alert alert) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", alert.metric());
        json.put("scope", alert.scope());
        json.put("state", alert.state().name());
        json.put("at", text(alert.at()));
        json.put("runs", alert.runs());
        json.put("baseline", alert.baseline());
        json.put("current", alert.current());
        json.put("effect", alert.effect());
        Finding.Interval interval = alert.interval();
        json.put("interval", interval == null ? null : Arrays.asList(interval.low(), interval.high()));
        json.put("scale", alert.scale().name());
        json.put("evidence", alert.evidence());
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
