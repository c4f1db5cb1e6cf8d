package dev.arceval.core.report;

import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReview;
import dev.arceval.eval.StepGraph;
import dev.arceval.eval.TracePattern;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pattern reports as JSON. */
final class PatternJson {

    private PatternJson() {}

    static Map<String, @Nullable Object> of(PatternReport report, Collection<PatternReview> reviews) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("runs", report.runs());
        json.put("successes", report.successes());
        json.put("failures", report.failures());
        json.put("structures", report.structures());
        json.put("forgotten", report.forgotten());
        json.put(
                "patterns", report.patterns().stream().map(JsonReports::pattern).toList());
        json.put("families", report.families().stream().map(PatternJson::family).toList());
        json.put(
                "separators",
                report.separators().stream().map(PatternJson::separator).toList());
        json.put(
                "suspects", report.suspects().stream().map(PatternJson::suspect).toList());
        json.put("errors", report.errors().stream().map(PatternJson::error).toList());
        json.put("graph", of(report.graph()));
        json.put("toolPairs", report.toolPairs().stream().map(PatternJson::pair).toList());
        json.put("reviews", reviews.stream().map(PatternJson::of).toList());
        json.put("notes", report.notes());
        return json;
    }

    static Map<String, @Nullable Object> of(PatternComparison comparison) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("baselineRuns", comparison.baselineRuns());
        json.put("currentRuns", comparison.currentRuns());
        json.put("compared", comparison.compared());
        json.put(
                "changes",
                comparison.changes().stream().map(PatternJson::change).toList());
        json.put("notes", comparison.notes());
        return json;
    }

    static Map<String, @Nullable Object> of(StepGraph graph) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("nodes", graph.nodes().stream().map(PatternJson::node).toList());
        json.put("edges", graph.edges().stream().map(PatternJson::edge).toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(PatternReview review) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("patternId", review.patternId());
        json.put("name", review.name());
        json.put("state", review.state().name());
        json.put("note", review.note());
        return json;
    }

    static void addEvidence(Map<String, @Nullable Object> json, TracePattern pattern) {
        json.put("familyId", pattern.familyId());
        json.put("traffic", pattern.traffic());
        json.put(
                "evidence",
                pattern.evidence().stream().map(PatternJson::evidence).toList());
        TracePattern.FailingStep step = pattern.failingStep();
        json.put("failingStep", step == null ? null : failingStep(step));
        json.put("loops", pattern.loops().stream().map(PatternJson::loop).toList());
    }

    private static Map<String, @Nullable Object> evidence(TracePattern.Evidence evidence) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", evidence.kind().name());
        json.put("runs", evidence.runs());
        json.put("of", evidence.of());
        json.put("interval", Arrays.asList(evidence.low(), evidence.high()));
        json.put("exampleTraceIds", evidence.exampleTraceIds());
        return json;
    }

    private static Map<String, @Nullable Object> failingStep(TracePattern.FailingStep step) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", step.step());
        json.put("inFailures", step.inFailures());
        json.put("inSuccesses", step.inSuccesses());
        return json;
    }

    private static Map<String, @Nullable Object> loop(TracePattern.Loop loop) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("steps", loop.steps());
        json.put("runs", loop.runs());
        json.put("repeats", loop.repeats());
        return json;
    }

    private static Map<String, @Nullable Object> family(PatternReport.Family family) {
        Map<String, @Nullable Object> json = JsonReports.pattern(family.pattern());
        json.put("structures", family.structures());
        json.put("members", family.members());
        return json;
    }

    private static Map<String, @Nullable Object> separator(PatternReport.Separator separator) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("steps", separator.steps());
        json.put("runs", separator.runs());
        json.put("failed", separator.failed());
        json.put("otherRuns", separator.otherRuns());
        json.put("otherFailed", separator.otherFailed());
        json.put("difference", separator.difference());
        json.put("interval", Arrays.asList(separator.low(), separator.high()));
        json.put("lift", separator.lift());
        json.put("ochiai", separator.ochiai());
        json.put("pAdjusted", separator.pAdjusted());
        json.put("withinTask", separator.withinTask().name());
        json.put("tasks", separator.tasks());
        json.put("pWithinTask", separator.pWithinTask());
        json.put("exampleTraceIds", separator.exampleTraceIds());
        json.put("patternIds", separator.patternIds());
        return json;
    }

    private static Map<String, @Nullable Object> suspect(PatternReport.Suspect suspect) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("part", suspect.part().name());
        json.put("name", suspect.name());
        json.put("runs", suspect.runs());
        json.put("failed", suspect.failed());
        json.put("ochiai", suspect.ochiai());
        json.put("pAdjusted", suspect.pAdjusted());
        return json;
    }

    private static Map<String, @Nullable Object> error(PatternReport.ErrorTemplate error) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", error.id());
        json.put("template", error.template());
        json.put("errorType", error.errorType());
        json.put("step", error.step());
        json.put("runs", error.runs());
        json.put("failures", error.failures());
        json.put("patterns", error.patterns());
        json.put("exampleTraceIds", error.exampleTraceIds());
        return json;
    }

    private static Map<String, @Nullable Object> pair(PatternReport.ToolPair pair) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tools", Arrays.asList(pair.one(), pair.two()));
        json.put("runs", pair.runs());
        json.put("failures", pair.failures());
        json.put("lift", pair.lift());
        return json;
    }

    private static Map<String, @Nullable Object> change(PatternComparison.Change change) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", change.type().name());
        json.put("patternId", change.patternId());
        json.put("operations", change.operations());
        json.put("baseline", change.baseline());
        json.put("current", change.current());
        json.put("interval", Arrays.asList(change.low(), change.high()));
        json.put("pAdjusted", change.pAdjusted());
        json.put("baselineRuns", change.baselineRuns());
        json.put("currentRuns", change.currentRuns());
        return json;
    }

    private static Map<String, @Nullable Object> node(StepGraph.Node node) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", node.id());
        json.put("label", node.label());
        json.put("kind", node.kind().name());
        json.put("runs", node.runs());
        json.put("failures", node.failures());
        json.put("errors", node.errors());
        return json;
    }

    private static Map<String, @Nullable Object> edge(StepGraph.Edge edge) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("from", edge.from());
        json.put("to", edge.to());
        json.put("runs", edge.runs());
        json.put("failures", edge.failures());
        return json;
    }
}
