package dev.arceval.checks.calibration;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An agent that runs each task several times, runs of a task resembling each other as in real benchmarks: intra-task
 * correlation 0.5 for durations, and tasks that mostly fail beside tasks that mostly succeed.
 *
 * @param tasks how many tasks; those of different numbers are different tasks
 * @param trials runs of each task
 */
record TaskAgent(int tasks, int trials) {

    private static final long START = 1_700_000_000_000_000_000L;

    List<Trace> runs(String name, SplittableRandom random) {
        List<Trace> runs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            String id = name + "/" + task;
            double level = 7 + .5 * random.nextGaussian();
            double failing = random.nextDouble() < .3 ? .7 : .05;
            for (int trial = 0; trial < trials; trial++) {
                double ms = StrictMath.exp(level + .5 * random.nextGaussian());
                runs.add(run(id, trial, random.nextInt(3), ms, random.nextDouble() < failing));
            }
        }
        return runs;
    }

    private static Trace run(String task, int trial, int pattern, double ms, boolean fails) {
        Span.Builder span = Span.builder("1", "pattern-" + pattern)
                .startEpochNanos(START)
                .endEpochNanos(START + Math.round(ms * 1e6))
                .attributes(Attributes.of(Map.of("eval.task.id", task)));
        return Trace.of(task + "/" + trial, List.of((fails ? span.failed("ToolError", null) : span).build()));
    }
}
