package dev.arceval.checks.calibration;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An agent that has its own habits in each task: a few tools that it prefers there, and how often it fails. Both are drawn
 * independently, so nothing goes with failing, however often the same habits fail again in one task.
 *
 * @param tasks how many tasks
 * @param sizes how many runs a task has
 */
record HabitAgent(int tasks, Sizes sizes) {

    private static final String[] TOOLS =
            "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima".split(" ");
    private static final int PREFERRED = 3;
    private static final int MOST_CALLS = 7;

    /** How many runs the tasks have. */
    enum Sizes {
        EQUAL,
        FIVE_TO_SEVEN,
        ONE_TO_TEN,
        /** Most tasks are seen once or twice, some very often. */
        HEAVY_TAILED;

        private static final int USUAL = 5;
        private static final int MOST = 60;

        int draw(SplittableRandom random) {
            return switch (this) {
                case EQUAL -> USUAL;
                case FIVE_TO_SEVEN -> random.nextInt(5, 8);
                case ONE_TO_TEN -> random.nextInt(1, 11);
                case HEAVY_TAILED -> (int) Math.min(MOST, 1 / (1 - random.nextDouble()));
            };
        }
    }

    List<Trace> runs(SplittableRandom random) {
        List<Trace> runs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            String[] preferred = new String[PREFERRED];
            for (int i = 0; i < PREFERRED; i++) {
                preferred[i] = TOOLS[random.nextInt(TOOLS.length)];
            }
            // Squared, so that some tasks nearly always fail and many nearly never do.
            double failing = Math.pow(random.nextDouble(), 2);
            int size = sizes.draw(random);
            for (int trial = 0; trial < size; trial++) {
                runs.add(run(task, trial, calls(preferred, random), random.nextDouble() < failing));
            }
        }
        return runs;
    }

    private static List<String> calls(String[] preferred, SplittableRandom random) {
        List<String> calls = new ArrayList<>();
        int length = random.nextInt(2, MOST_CALLS + 1);
        for (int i = 0; i < length; i++) {
            String[] from = random.nextInt(5) == 0 ? TOOLS : preferred;
            calls.add(from[random.nextInt(from.length)]);
        }
        return calls;
    }

    private static Trace run(int task, int trial, List<String> calls, boolean fails) {
        List<Span> spans = new ArrayList<>();
        spans.add(Span.builder("root", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(1)
                .endEpochNanos(1_000)
                .attributes(Attributes.of(Map.of("eval.task.id", "task " + task)))
                .evaluations(List.of(new Evaluation("task_success", null, fails ? "fail" : "pass", null)))
                .build());
        for (int i = 0; i < calls.size(); i++) {
            spans.add(Span.builder("s" + i, calls.get(i))
                    .kind(Span.Kind.TOOL)
                    .toolName(calls.get(i))
                    .parentSpanId("root")
                    .startEpochNanos(10L * i + 2)
                    .endEpochNanos(10L * i + 9)
                    .build());
        }
        return Trace.of("task " + task + " trial " + trial, spans);
    }
}
