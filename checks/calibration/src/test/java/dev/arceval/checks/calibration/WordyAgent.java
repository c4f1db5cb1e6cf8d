package dev.arceval.checks.calibration;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An agent that is asked tasks of several topics, each task several times in more or less other words. The topic says which
 * tools it usually calls, and every run strays from that a little.
 *
 * @param tasks how many tasks
 * @param sizes how many runs a task has
 * @param topics how many topics
 * @param tools how many tools there are
 * @param rewording the probability that a word is another one when the task is asked again
 * @param straying the probability that a call is another one than usual
 */
record WordyAgent(int tasks, HabitAgent.Sizes sizes, int topics, int tools, double rewording, double straying) {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int MONTH_SECONDS = 30 * 24 * 3_600;
    private static final int WORDS = 600;

    /** Returns an agent of any kind. */
    static WordyAgent any(SplittableRandom random) {
        return new WordyAgent(
                random.nextInt(30, 121),
                HabitAgent.Sizes.values()[random.nextInt(HabitAgent.Sizes.values().length)],
                random.nextInt(3, 16),
                random.nextInt(5, 41),
                random.nextInt(4) == 0 ? 0 : random.nextDouble() * .8,
                .05 + .3 * random.nextDouble());
    }

    List<Trace> runs(SplittableRandom random) {
        List<List<String>> usual = IntStream.range(0, topics)
                .mapToObj(topic -> some("tool", tools, random.nextInt(2, 9), random))
                .toList();
        List<List<String>> asked = IntStream.range(0, topics)
                .mapToObj(topic -> some("w", WORDS, random.nextInt(4, 13), random))
                .toList();
        List<Trace> runs = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            int topic = (int) (topics * Math.pow(random.nextDouble(), 2));
            List<String> words = new ArrayList<>(asked.get(topic));
            words.addAll(some("w", WORDS, random.nextInt(4, 31), random));
            double failing = Math.pow(random.nextDouble(), 2);
            int size = sizes.draw(random);
            for (int trial = 0; trial < size; trial++) {
                runs.add(run(
                        "task " + task,
                        trial,
                        changed(words, "w", WORDS, trial == 0 ? 0 : rewording, random),
                        changed(usual.get(topic), "tool", tools, straying, random),
                        failing,
                        random));
            }
        }
        return runs;
    }

    private static List<String> some(String name, int of, int count, SplittableRandom random) {
        return random.ints(count, 0, of).mapToObj(i -> name + i).toList();
    }

    private static List<String> changed(
            List<String> usual, String name, int of, double probability, SplittableRandom random) {
        List<String> changed = new ArrayList<>();
        for (String one : usual) {
            boolean other = random.nextDouble() < probability;
            if (!other || random.nextBoolean()) {
                changed.add(other ? name + random.nextInt(of) : one);
            }
            if (other && random.nextBoolean()) {
                changed.add(one);
            }
        }
        return changed;
    }

    private static Trace run(
            String task, int trial, List<String> words, List<String> calls, double failing, SplittableRandom random) {
        long start = START + random.nextInt(MONTH_SECONDS) * 1_000 * NANOS_PER_MS;
        long end = start + Math.round(NANOS_PER_MS * StrictMath.exp(6.5 + random.nextGaussian()));
        boolean fails = random.nextDouble() < failing;
        List<Span> spans = new ArrayList<>();
        spans.add(Span.builder("root", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(start)
                .endEpochNanos(end)
                .input(String.join(" ", words))
                .attributes(Attributes.of(Map.of("eval.task.id", task)))
                .evaluations(List.of(new Evaluation("task_success", null, fails ? "fail" : "pass", null)))
                .build());
        for (int i = 0; i < calls.size(); i++) {
            Span.Builder call = Span.builder("s" + i, calls.get(i))
                    .kind(Span.Kind.TOOL)
                    .toolName(calls.get(i))
                    .parentSpanId("root")
                    .startEpochNanos(start + 1 + i)
                    .endEpochNanos(start + 2 + i);
            spans.add((random.nextInt(20) == 0 ? call.failed("ToolError", "not found") : call).build());
        }
        return Trace.of(task + " trial " + trial, spans);
    }
}
