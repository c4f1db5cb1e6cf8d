package dev.arceval.core.report;

import dev.arceval.eval.Divergence;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A replay as a page: the cases, those that failed first, and of each of those both trajectories side by side. */
final class ReplayPage {

    private static final int MOST_CASES = 1_000;
    private static final int MOST_TRAJECTORIES = 50;
    private static final int ROWS_BEFORE = 8;
    private static final int ROWS_AFTER = 12;
    private static final int LONGEST_STEP = 240;
    private static final int LONGEST_INPUT = 100;
    private static final int LONGEST_WHY = 400;

    private ReplayPage() {}

    static Page of(ReplayRun run) {
        List<Page.Section> sections = new ArrayList<>();
        sections.add(cases(run));
        run.failures().stream()
                .filter(result -> result.divergence() != null
                        && !result.divergence().rows().isEmpty())
                .limit(MOST_TRAJECTORIES)
                .forEach(result -> sections.add(trajectory(result)));
        return new Page("Replay of " + run.dataset(), Pages.tone(run.verdict()), answer(run), sections, notes(run));
    }

    private static String answer(ReplayRun run) {
        if (run.results().isEmpty()) {
            return "NOTHING REPLAYED: " + run.dataset() + " holds no case.";
        }
        return (run.failures().isEmpty() ? "PASSED: " : "FAILED: ") + run.passed() + " of "
                + Figures.count(run.results().size(), "case") + " of " + run.dataset() + " passed.";
    }

    private static List<String> notes(ReplayRun run) {
        List<String> notes = new ArrayList<>();
        int more = run.results().size() - MOST_CASES;
        if (more > 0) {
            notes.add("Not listed: " + Figures.count(more, "case") + ".");
        }
        int withoutTrajectory = run.failures().size() - MOST_TRAJECTORIES;
        if (withoutTrajectory > 0) {
            notes.add("Trajectories not shown: " + Figures.count(withoutTrajectory) + ".");
        }
        notes.addAll(run.notes());
        return notes;
    }

    private static Page.Table cases(ReplayRun run) {
        List<Page.Row> rows = run.results().stream()
                .sorted(Comparator.comparing(ReplayRun.Result::passed))
                .limit(MOST_CASES)
                .map(ReplayPage::row)
                .toList();
        return new Page.Table("Cases", "llll", List.of("case", "to blame", "why", "input"), rows);
    }

    private static Page.Row row(ReplayRun.Result result) {
        Divergence divergence = result.divergence();
        return Page.Row.of(
                result.passed() ? Page.Tone.GOOD : Page.Tone.BAD,
                result.evalCase().id(),
                result.passed()
                        ? "passed"
                        : divergence == null ? "failed" : divergence.blame().words(),
                result.passed() ? "" : cut(why(result), LONGEST_WHY),
                cut(result.evalCase().input(), LONGEST_INPUT));
    }

    /** The first divergence, or what the scorers say. */
    static String why(ReplayRun.Result result) {
        Divergence divergence = result.divergence();
        if (divergence != null) {
            return divergence.what();
        }
        String said = result.scores().stream()
                .filter(score -> score.status() == Score.Status.FAIL || score.status() == Score.Status.ERROR)
                .map(score -> score.scorer()
                        + (score.status() == Score.Status.ERROR ? " broke: " : ": ")
                        + score.explanation())
                .collect(Collectors.joining("; "));
        if (!said.isEmpty()) {
            return said;
        }
        return result.observation().unrecorded().stream().findFirst().orElse("no scorer had anything to say about it");
    }

    private static Page.Table trajectory(ReplayRun.Result result) {
        Divergence divergence = result.divergence();
        if (divergence == null) {
            throw new IllegalArgumentException("a trajectory is shown where runs part");
        }
        List<Divergence.Row> all = divergence.rows();
        int from = Math.max(0, divergence.row() - ROWS_BEFORE);
        int to = Math.min(all.size(), divergence.row() + ROWS_AFTER);
        List<Page.Row> rows = new ArrayList<>();
        skipped(rows, from, "before");
        for (int i = from; i < to; i++) {
            Divergence.Row row = all.get(i);
            rows.add(Page.Row.of(
                    i == divergence.row() ? Page.Tone.BAD : Page.Tone.OPEN,
                    String.valueOf(i + 1),
                    step(row.recorded(), row.observed()),
                    step(row.observed(), row.recorded()),
                    i == divergence.row() ? "first difference" : row.same() ? "" : "differs"));
        }
        skipped(rows, all.size() - to, "after");
        return new Page.Table(
                result.evalCase().id() + ": " + divergence.blame().words() + " – " + divergence.what(),
                "rllr",
                List.of("step", "recorded", "observed", ""),
                rows);
    }

    private static void skipped(List<Page.Row> rows, int count, String where) {
        if (count > 0) {
            rows.add(Page.Row.of(Page.Tone.OPEN, "…", Figures.count(count) + " more " + where, "", ""));
        }
    }

    private static String step(@Nullable Step step, @Nullable Step beside) {
        if (step == null) {
            return "–";
        }
        if (step instanceof ToolCall call) {
            return cut(
                    call.name() + "(" + (call.arguments() == null ? "" : call.arguments()) + ") → "
                            + outcome(call, call.result()),
                    LONGEST_STEP);
        }
        ModelCall call = (ModelCall) step;
        int shared = beside instanceof ModelCall other
                ? shared(call.input(), other.input())
                : call.input().size() - 1;
        int shown = Math.max(0, Math.min(shared, call.input().size() - 1));
        String asked = call.input().isEmpty() ? "" : cut(text(call.input().get(shown)), LONGEST_STEP / 2);
        return "model(" + (shown > 0 ? "… " : "") + asked + ") → "
                + outcome(call, call.output().stream().map(ReplayPage::text).collect(Collectors.joining(" ")));
    }

    private static int shared(List<Message> one, List<Message> other) {
        int shared = 0;
        while (shared < Math.min(one.size(), other.size()) && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static String outcome(Step step, @Nullable String result) {
        String text = step.error() == null ? result : "failed: " + step.error();
        return cut(text == null ? "" : text, LONGEST_STEP / 2);
    }

    private static String text(Message message) {
        return message.role().name().toLowerCase(Locale.ROOT) + ": "
                + message.parts().stream().map(ReplayPage::text).collect(Collectors.joining(" "));
    }

    private static String text(Message.Part part) {
        if (part instanceof Message.Text text) {
            return text.content();
        }
        if (part instanceof Message.ToolRequest request) {
            return request.name() + "(" + (request.arguments() == null ? "" : request.arguments()) + ")";
        }
        return part instanceof Message.ToolResponse response ? response.result() : ((Message.Other) part).type();
    }

    private static String cut(String text, int most) {
        return Printable.line(text.strip().replaceAll("\\s+", " "), most);
    }
}
