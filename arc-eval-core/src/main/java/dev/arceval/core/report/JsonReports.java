package dev.arceval.core.report;

import dev.arceval.eval.Cause;
import dev.arceval.eval.Distribution;
import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Report;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON. Keys stand in a fixed order; a figure that is absent is {@code null}. */
public final class JsonReports {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(printer())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonReports() {}

    /** Returns an object with {@code verdict}, {@code notes} and what the kind of report holds. */
    public static String of(Report report) {
        if (report instanceof RegressionReport regression) {
            return of(regression);
        }
        if (report instanceof MonitorReport monitor) {
            return write(MonitorJson.of(monitor));
        }
        if (report instanceof ReplayRun run) {
            return write(ReplayJson.of(run));
        }
        return write(
                report instanceof HistoryReport history ? HistoryJson.of(history) : GateJson.of((GateReport) report));
    }

    /** Returns {@code {"verdict","comparable","findings":[...],"distributions":[...],"notes":[...]}}. */
    private static String of(RegressionReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", report.verdict().name());
        json.put("comparable", report.comparable());
        json.put(
                "findings", report.findings().stream().map(JsonReports::finding).toList());
        json.put(
                "distributions",
                report.distributions().stream().map(JsonReports::distribution).toList());
        json.put("notes", report.notes());
        return write(json);
    }

    private static Map<String, @Nullable Object> distribution(Distribution distribution) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", distribution.metric());
        json.put("edges", distribution.edges());
        json.put("baseline", distribution.baseline());
        json.put("current", distribution.current());
        return json;
    }

    /** Returns {@code {"patterns":[...]}}. */
    public static String of(List<TracePattern> patterns) {
        return write(
                Map.of("patterns", patterns.stream().map(JsonReports::pattern).toList()));
    }

    /** Returns {@code {"files":[...],"totals":{...}}}. */
    public static String of(IngestReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("files", report.files().stream().map(JsonReports::source).toList());
        Map<String, @Nullable Object> totals = counts(report.totals());
        totals.put("rejected", report.totals().rejected());
        json.put("totals", totals);
        return write(json);
    }

    /** Returns {@code {"replayable":n,"agents":[...],"otherTraces":n}}. */
    public static String of(Diagnosis diagnosis) {
        return write(diagnosis(diagnosis));
    }

    private static Map<String, @Nullable Object> diagnosis(Diagnosis diagnosis) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "replayable",
                diagnosis.agents().stream()
                        .filter(agent -> agent.supports(Diagnosis.Use.REPLAY))
                        .count());
        json.put("agents", diagnosis.agents().stream().map(JsonReports::agent).toList());
        json.put("otherTraces", diagnosis.otherTraces());
        return json;
    }

    private static Map<String, @Nullable Object> agent(Diagnosis.Agent agent) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("agent", agent.name());
        json.put("traces", agent.traces());
        json.put("spans", agent.spans());
        json.put("frameworks", agent.frameworks());
        json.put("uses", shares(agent.uses()));
        json.put("traceContent", shares(agent.traceContent()));
        json.put("spanContent", shares(agent.spanContent()));
        json.put("advice", agent.advice().stream().map(JsonReports::advice).toList());
        return json;
    }

    private static Map<String, @Nullable Object> shares(Map<? extends Enum<?>, Diagnosis.Share> shares) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        shares.forEach((key, share) -> {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("count", share.count());
            entry.put("of", share.of());
            json.put(key.name(), entry);
        });
        return json;
    }

    private static Map<String, @Nullable Object> advice(Diagnosis.Advice advice) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("framework", advice.framework());
        json.put("brings", advice.brings().stream().map(Enum::name).toList());
        json.put("kind", advice.kind().name());
        json.put("setting", advice.setting());
        json.put("note", advice.note());
        json.put("source", advice.source());
        json.put("traces", advice.traces());
        return json;
    }

    static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("metric", finding.metric());
        json.put("scope", finding.scope());
        json.put("verdict", finding.verdict().name());
        json.put("better", finding.better().name());
        json.put("baseline", finding.baseline());
        json.put("current", finding.current());
        json.put("effect", finding.effect());
        Finding.Interval interval = finding.interval();
        json.put("interval", interval == null ? null : Arrays.asList(interval.low(), interval.high()));
        json.put("scale", finding.scale().name());
        json.put("pAdjusted", finding.pAdjusted());
        json.put("nBaseline", finding.nBaseline());
        json.put("nCurrent", finding.nCurrent());
        json.put("nNeeded", finding.nNeeded());
        json.put("detectable", finding.detectable());
        json.put("test", finding.test());
        json.put("causes", finding.causes().stream().map(JsonReports::cause).toList());
        return json;
    }

    private static Map<String, @Nullable Object> cause(Cause cause) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", cause.kind().name());
        json.put("name", cause.name());
        json.put("share", cause.share());
        json.put("baseline", cause.baseline());
        json.put("current", cause.current());
        json.put("unit", cause.unit());
        json.put("nBaseline", cause.nBaseline());
        json.put("nCurrent", cause.nCurrent());
        return json;
    }

    static Map<String, @Nullable Object> pattern(TracePattern pattern) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", pattern.id());
        json.put("kind", pattern.kind().name());
        json.put("kinds", pattern.kinds().stream().map(Enum::name).toList());
        json.put("frequency", pattern.frequency());
        json.put("operations", pattern.operations());
        json.put("tools", pattern.tools());
        json.put("errorTypes", pattern.errorTypes());
        json.put("successes", pattern.successes());
        json.put("failures", pattern.failures());
        json.put("durationMs", quantiles(pattern.durationMs()));
        json.put("tokens", quantiles(pattern.tokens()));
        json.put("firstSeen", text(pattern.firstSeen()));
        json.put("lastSeen", text(pattern.lastSeen()));
        json.put("exampleTraceIds", pattern.exampleTraceIds());
        PatternJson.addEvidence(json, pattern);
        return json;
    }

    private static Map<String, @Nullable Object> quantiles(TracePattern.Quantiles quantiles) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("n", quantiles.count());
        json.put("p50", quantiles.p50());
        json.put("p95", quantiles.p95());
        return json;
    }

    private static Map<String, @Nullable Object> source(IngestReport.Source source) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", source.file());
        json.put("format", source.format());
        json.putAll(counts(source.counts()));
        json.put(
                "rejected",
                source.rejections().stream()
                        .map(rejection -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("line", rejection.line());
                            entry.put("reason", rejection.reason());
                            return entry;
                        })
                        .toList());
        json.put("rejectedCount", source.counts().rejected());
        return json;
    }

    private static Map<String, @Nullable Object> counts(IngestReport.Counts counts) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("traces", counts.traces());
        json.put("spans", counts.spans());
        json.put("duplicates", counts.duplicates());
        json.put("merged", counts.merged());
        json.put("expired", counts.expired());
        json.put("sampledOut", counts.sampledOut());
        json.put("redacted", counts.redacted());
        json.put("redactionFailures", counts.redactionFailures());
        json.put("repaired", counts.repaired());
        json.put("missing", counts.missing());
        return json;
    }

    private static String text(Instant instant) {
        return instant.toString();
    }

    static String write(Object json) {
        return MAPPER.writeValueAsString(json) + "\n";
    }

    private static DefaultPrettyPrinter printer() {
        // The default indenter takes the line break of the machine: the bytes would depend on it.
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }
}
