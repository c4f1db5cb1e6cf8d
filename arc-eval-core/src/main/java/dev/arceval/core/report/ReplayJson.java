package dev.arceval.core.report;

import dev.arceval.eval.Divergence;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A replay as JSON: {@code verdict, dataset, cases, passed, results: [{id, passed, blame, …}]}. */
final class ReplayJson {

    private ReplayJson() {}

    static Map<String, @Nullable Object> of(ReplayRun run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verdict", run.verdict().name());
        json.put("dataset", run.dataset());
        json.put("cases", run.results().size());
        json.put("passed", run.passed());
        json.put("results", run.results().stream().map(ReplayJson::result).toList());
        json.put("notes", run.notes());
        return json;
    }

    private static Map<String, @Nullable Object> result(ReplayRun.Result result) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", result.evalCase().id());
        json.put("traceId", result.evalCase().provenance().traceId());
        json.put("passed", result.passed());
        Divergence divergence = result.divergence();
        json.put("blame", divergence == null ? null : divergence.blame().name());
        json.put("divergence", divergence == null ? null : divergence.what());
        json.put("step", divergence == null ? null : divergence.row() + 1);
        json.put("unrecorded", result.observation().unrecorded());
        json.put("scores", result.scores().stream().map(ReplayJson::score).toList());
        return json;
    }

    private static Map<String, @Nullable Object> score(Score score) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("scorer", score.scorer());
        json.put("status", score.status().name());
        json.put("value", score.value());
        json.put("explanation", score.explanation());
        return json;
    }
}
