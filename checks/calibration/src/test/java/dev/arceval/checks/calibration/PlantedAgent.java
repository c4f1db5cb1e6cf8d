package dev.arceval.checks.calibration;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An agent with twelve tools called in random order, and five sequences of three calls that go with failing: each occurs in a
 * given share of the runs, which fail with probability 0.6 instead of 0.15.
 *
 * @param share how often each planted sequence occurs; 0 for none
 */
record PlantedAgent(double share) {

    private static final String[] TOOLS =
            "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima".split(" ");
    private static final int SHORTEST = 5;
    private static final int LONGEST = 15;
    private static final double USUAL = .15;
    private static final double WITH = .6;

    /** The planted sequences; no tool is in two of the first four. */
    static final List<List<String>> PLANTED = List.of(
            List.of("alpha", "bravo", "charlie"),
            List.of("delta", "echo", "foxtrot"),
            List.of("golf", "hotel", "india"),
            List.of("juliett", "kilo", "lima"),
            List.of("charlie", "golf", "echo"));

    List<Trace> runs(int count, SplittableRandom random) {
        List<Trace> runs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            runs.add(run("run" + i, random));
        }
        return runs;
    }

    Trace run(String id, SplittableRandom random) {
        List<String> calls = new ArrayList<>();
        int length = random.nextInt(SHORTEST, LONGEST + 1);
        for (int i = 0; i < length; i++) {
            calls.add(TOOLS[random.nextInt(TOOLS.length)]);
        }
        boolean planted = false;
        for (List<String> sequence : PLANTED) {
            if (random.nextDouble() < share) {
                calls.addAll(random.nextInt(calls.size() + 1), sequence);
                planted = true;
            }
        }
        return trace(id, calls, random.nextDouble() < (planted ? WITH : USUAL));
    }

    private static Trace trace(String id, List<String> calls, boolean fails) {
        List<Span> spans = new ArrayList<>();
        spans.add(Span.builder("root", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(1)
                .endEpochNanos(1_000)
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
        return Trace.of(id, spans);
    }
}
