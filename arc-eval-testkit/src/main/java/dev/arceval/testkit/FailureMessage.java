package dev.arceval.testkit;

import dev.arceval.eval.Divergence;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a case did not pass: what was expected and the first difference, what is to blame, the end of the run, and both trajectories side
 * by side with the first step that differs marked.
 */
final class FailureMessage {

    private static final int MAX_LINE = 160;
    private static final int MAX_STEP = 56;

    /** Steps shown before the first difference and after it. */
    private static final int STEPS_BEFORE = 3;

    private static final int STEPS_AFTER = 6;

    private final ReplayRun.Result result;
    private final EvalCase recorded;
    private final Observation observed;
    private final StringBuilder text = new StringBuilder();

    private FailureMessage(ReplayRun.Result result) {
        this.result = result;
        this.recorded = result.evalCase();
        this.observed = result.observation();
    }

    static String of(ReplayRun.Result result) {
        FailureMessage message = new FailureMessage(result);
        message.headline(result.scores());
        message.blame();
        message.run();
        message.trajectory();
        return message.text.toString();
    }

    private void headline(List<Score> scores) {
        text.append("Case ").append(recorded.id()).append(" did not pass");
        List<Score> bad = scores.stream()
                .filter(score -> score.status() == Score.Status.FAIL || score.status() == Score.Status.ERROR)
                .toList();
        for (Score score : bad) {
            text.append("\n\n").append(Text.indented(score.scorer() + status(score) + ": " + score.explanation()));
        }
        if (bad.isEmpty()) {
            text.append("\n\n  no scorer had anything to say about it");
        }
    }

    private static String status(Score score) {
        return score.status() == Score.Status.ERROR ? " could not be scored" : "";
    }

    private void blame() {
        result.firstDivergence().ifPresent(divergence -> {
            text.append("\n");
            line("to blame", divergence.blame().words());
            line("", divergence.what());
        });
    }

    private void run() {
        text.append("\n");
        line("input", recorded.input());
        observed.output().ifPresent(answer -> line("answer", answer));
        observed.error().ifPresent(error -> line("error", error));
    }

    private void line(String label, String value) {
        text.append("\n  ").append(padded(label, 10)).append(Text.oneLine(value, MAX_LINE));
    }

    /** Both trajectories around the first difference. */
    private void trajectory() {
        Divergence divergence = result.divergence();
        List<Divergence.Row> rows = divergence == null ? asRecorded() : divergence.rows();
        if (rows.isEmpty()) {
            return;
        }
        int different = divergence == null ? rows.size() : divergence.row();
        int from = Math.max(0, Math.min(different, rows.size() - 1) - STEPS_BEFORE);
        int to = Math.min(rows.size(), different + STEPS_AFTER);
        List<String> left = new ArrayList<>();
        for (int i = from; i < to; i++) {
            left.add(step(rows.get(i).recorded()));
        }
        int width = Math.max(10, left.stream().mapToInt(String::length).max().orElse(0)) + 2;
        text.append("\n\n  steps").append(different == rows.size() ? ", as recorded" : "");
        text.append("\n       ").append(padded("recorded", width)).append("observed");
        skipped(from, "before");
        for (int i = from; i < to; i++) {
            text.append(i == different ? "\n  > " : "\n    ")
                    .append(padded(String.valueOf(i + 1), 3))
                    .append(padded(left.get(i - from), width))
                    .append(step(rows.get(i).observed()))
                    .append(i == different ? "   <- first difference" : "");
        }
        skipped(rows.size() - to, "after");
    }

    private List<Divergence.Row> asRecorded() {
        return recorded.toolCalls().stream()
                .map(call -> new Divergence.Row(call, call, true))
                .toList();
    }

    private void skipped(int count, String where) {
        if (count > 0) {
            text.append("\n    … ").append(count).append(" more ").append(where);
        }
    }

    private static String step(@Nullable Step step) {
        if (step == null) {
            return "-";
        }
        String said;
        if (step instanceof ToolCall call) {
            said = call.name() + "(" + (call.arguments() == null ? "" : call.arguments()) + ")";
        } else {
            ModelCall call = (ModelCall) step;
            String last = call.input().isEmpty()
                    ? ""
                    : call.input().get(call.input().size() - 1).text();
            said = "model(" + (call.input().size() > 1 ? "… " : "") + last + ")";
        }
        return Text.oneLine(said, MAX_STEP) + (step.failed() ? " failed" : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
