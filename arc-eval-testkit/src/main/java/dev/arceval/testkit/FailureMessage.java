package dev.arceval.testkit;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says why a case did not pass: what was expected and the first difference, the end of the run, and the tool calls side by
 * side with the first step that differs marked.
 */
final class FailureMessage {

    private static final int MAX_LINE = 160;
    private static final int MAX_CALL = 56;

    /** Calls shown before the first difference and after it. */
    private static final int CALLS_BEFORE = 3;

    private static final int CALLS_AFTER = 6;

    private final EvalCase recorded;
    private final Observation observed;
    private final StringBuilder text = new StringBuilder();

    private FailureMessage(EvalCase recorded, Observation observed) {
        this.recorded = recorded;
        this.observed = observed;
    }

    static String of(ReplayRun.Result result) {
        FailureMessage message = new FailureMessage(result.evalCase(), result.observation());
        message.headline(result.scores());
        message.run();
        message.toolCalls();
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

    private void run() {
        text.append("\n");
        line("input", recorded.input());
        observed.output().ifPresent(answer -> line("answer", answer));
        observed.error().ifPresent(error -> line("error", error));
    }

    private void line(String label, String value) {
        text.append("\n  ").append(padded(label, 8)).append(Text.oneLine(value, MAX_LINE));
    }

    private void toolCalls() {
        List<ToolCall> before = recorded.toolCalls();
        List<ToolCall> now = observed.toolCalls();
        if (before.isEmpty() && now.isEmpty()) {
            return;
        }
        int rows = Math.max(before.size(), now.size());
        int different = firstDifference(before, now);
        int from = Math.max(0, (different < 0 ? 0 : different) - CALLS_BEFORE);
        int to = Math.min(rows, Math.max(different, 0) + CALLS_AFTER);
        List<String> left = new ArrayList<>();
        for (int i = from; i < to; i++) {
            left.add(call(before, i));
        }
        int width = Math.max(10, left.stream().mapToInt(String::length).max().orElse(0)) + 2;
        text.append("\n\n  tool calls").append(different < 0 ? ", as recorded" : "");
        text.append("\n       ").append(padded("recorded", width)).append("observed");
        skipped(from, "before");
        for (int i = from; i < to; i++) {
            text.append(i == different ? "\n  > " : "\n    ")
                    .append(padded(String.valueOf(i + 1), 3))
                    .append(padded(left.get(i - from), width))
                    .append(call(now, i))
                    .append(i == different ? "   <- first difference" : "");
        }
        skipped(rows - to, "after");
    }

    private void skipped(int count, String where) {
        if (count > 0) {
            text.append("\n    … ").append(count).append(" more ").append(where);
        }
    }

    /** A call that was answered is the recorded call itself, so equal arguments are equal texts. */
    private static int firstDifference(List<ToolCall> before, List<ToolCall> now) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            if (i >= before.size() || i >= now.size() || !isSame(before.get(i), now.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(ToolCall before, ToolCall now) {
        return before.name().equals(now.name()) && Objects.equals(before.arguments(), now.arguments());
    }

    private static String call(List<ToolCall> calls, int i) {
        if (i >= calls.size()) {
            return "-";
        }
        ToolCall call = calls.get(i);
        String arguments = call.arguments();
        return Text.oneLine(call.name() + "(" + (arguments == null ? "" : arguments) + ")", MAX_CALL)
                + (call.failed() ? " failed" : "");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
