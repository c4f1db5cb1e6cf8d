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
 * An agent, or a few, asked tasks of several topics, each task once or several times in more or less other words. The topic says
 * which tools are usually called, and every run strays from that more or less.
 *
 * @param agents how many agents; each has topics of its own
 * @param tasks how many tasks at most
 * @param sizes how many runs a task has
 * @param most how many runs a task has at most
 * @param topics how many topics
 * @param tools how many tools there are
 * @param words about how many words an input has at most
 * @param calls how many tools a topic usually calls at most
 * @param rewording the probability that a word is another one when the task is asked again
 * @param straying the probability that a call is another one than usual
 * @param errors the probability that a call fails
 */
record WordyAgent(
        int agents,
        int tasks,
        HabitAgent.Sizes sizes,
        int most,
        int topics,
        int tools,
        int words,
        int calls,
        double rewording,
        double straying,
        double errors) {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int MONTH_SECONDS = 30 * 24 * 3_600;
    private static final int WORDS = 600;
    /** Bounds the time a set takes; a task that is begun is ended. */
    private static final int RUNS = 500;

    /** Returns agents of any kind. */
    static WordyAgent any(SplittableRandom random) {
        return new WordyAgent(
                random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1,
                logUniform(10, 300, random),
                HabitAgent.Sizes.values()[random.nextInt(HabitAgent.Sizes.values().length)],
                List.of(1, 3, 60, 60, 60).get(random.nextInt(5)),
                random.nextInt(2, 16),
                random.nextInt(3, 41),
                logUniform(3, 100, random),
                logUniform(1, 20, random),
                random.nextInt(4) == 0 ? 0 : random.nextDouble() * .8,
                .02 + .48 * random.nextDouble(),
                random.nextDouble() * .3);
    }

    private static int logUniform(int from, int to, SplittableRandom random) {
        return (int) Math.round(from * StrictMath.exp(random.nextDouble() * StrictMath.log((double) to / from)));
    }

    List<Trace> runs(SplittableRandom random) {
        List<List<String>> usual = IntStream.range(0, topics)
                .mapToObj(topic -> some("tool", tools, random.nextInt(1, calls + 2), random))
                .toList();
        List<List<String>> asked = IntStream.range(0, topics)
                .mapToObj(topic -> some("w", WORDS, random.nextInt(1, 2 + words / 2), random))
                .toList();
        List<Trace> runs = new ArrayList<>();
        for (int task = 0; task < tasks && runs.size() < RUNS; task++) {
            int topic = (int) (topics * Math.pow(random.nextDouble(), 2));
            List<String> asking = new ArrayList<>(asked.get(topic));
            asking.addAll(some("w", WORDS, random.nextInt(1, words + 1), random));
            double failing = Math.pow(random.nextDouble(), 2);
            int size = Math.min(most, sizes.draw(random));
            for (int trial = 0; trial < size; trial++) {
                runs.add(run(
                        "agent " + topic % agents,
                        "task " + task,
                        trial,
                        changed(asking, "w", WORDS, trial == 0 ? 0 : rewording, random),
                        changed(usual.get(topic), "tool", tools, straying, random),
                        failing,
                        errors,
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
            String agent,
            String task,
            int trial,
            List<String> words,
            List<String> calls,
            double failing,
            double errors,
            SplittableRandom random) {
        long start = START + random.nextInt(MONTH_SECONDS) * 1_000L * NANOS_PER_MS;
        long end = start + Math.round(NANOS_PER_MS * StrictMath.exp(6.5 + random.nextGaussian()));
        boolean fails = random.nextDouble() < failing;
        List<Span> spans = new ArrayList<>();
        spans.add(Span.builder("root", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(start)
                .endEpochNanos(end)
                .agentName(agent)
                .input(words.isEmpty() ? "w" : String.join(" ", words))
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
            spans.add((random.nextDouble() < errors ? call.failed("ToolError", "not found") : call).build());
        }
        return Trace.of(task + " trial " + trial, spans);
    }
}
