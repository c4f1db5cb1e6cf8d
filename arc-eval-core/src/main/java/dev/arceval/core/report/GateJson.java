package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gate as JSON: {@code verdict, passed, name, …, cases: [{id, verdict, …}], notes}. */
final class GateJson {

    private GateJson() {}

    static Map<String, @Nullable Object> of(GateReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", report.verdict().name());
        json.put("passed", report.passed());
        json.put("name", report.name());
        json.put("failsOn", report.failsOn().stream().map(Enum::name).sorted().toList());
        json.put("pairs", report.pairs());
        json.put("baselinePassed", report.baseline());
        json.put("currentPassed", report.current());
        Finding.Interval interval = report.interval();
        json.put("interval", interval == null ? null : Arrays.asList(interval.low(), interval.high()));
        json.put("margin", report.margin());
        json.put("evidence", report.evidence());
        json.put("stopped", report.stopped().name());
        Map<String, @Nullable Object> spent = new LinkedHashMap<>();
        spent.put("runs", report.spent().runs());
        spent.put("tokens", report.spent().tokens());
        spent.put("costUsd", report.spent().costUsd());
        spent.put("seconds", report.spent().took().toMillis() / 1e3);
        json.put("spent", spent);
        json.put("cases", report.cases().stream().map(GateJson::evalCase).toList());
        json.put("notes", report.notes());
        return json;
    }

    private static Map<String, @Nullable Object> evalCase(GateReport.Case one) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", one.id());
        json.put("verdict", one.verdict().name());
        json.put("pairs", one.pairs());
        json.put("baselinePassed", one.baselinePassed());
        json.put("currentPassed", one.currentPassed());
        json.put("flaky", one.flaky());
        json.put("evidence", one.evidence());
        json.put("why", one.why());
        return json;
    }
}
