package dev.arceval.core.compare;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Runs of an imaginary agent; the name of the root span is the pattern. */
final class TestRuns {

    static final Function<Trace, String> PATTERN = trace -> trace.spans().get(0).name();

    private static final long START = 1_700_000_000_000_000_000L;

    private TestRuns() {}

    static Trace run(String id, String pattern, double ms) {
        return Trace.of(id, List.of(span(pattern, ms).build()));
    }

    static Trace failed(String id, String pattern, double ms, String errorType) {
        return Trace.of(id, List.of(span(pattern, ms).failed(errorType, null).build()));
    }

    static Trace judgedWrong(String id, String pattern, double ms) {
        Evaluation wrong = new Evaluation("correctness", 0.0, "fail", null);
        return Trace.of(
                id, List.of(span(pattern, ms).evaluations(List.of(wrong)).build()));
    }

    static Trace untimed(String id, String pattern) {
        return Trace.of(id, List.of(Span.builder("1", pattern).build()));
    }

    static Trace ofTask(String id, String task, String caseId, String pattern, double ms) {
        Attributes names = Attributes.of(Map.of("eval.task.id", task, "eval.case.id", caseId));
        return Trace.of(id, List.of(span(pattern, ms).attributes(names).build()));
    }

    static Trace asked(String id, String input, String pattern, double ms, boolean fails) {
        Span.Builder span = span(pattern, ms).input(input);
        return Trace.of(id, List.of((fails ? span.failed("ToolError", null) : span).build()));
    }

    /** Runs of {@code patterns} patterns, log-normal with log-sd 0.5 around {@code medianMs}, failing at {@code errorRate}. */
    static List<Trace> sample(String name, long seed, int count, int patterns, double medianMs, double errorRate) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trace> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int pattern = random.nextInt(patterns);
            double ms = medianMs * (1 + pattern) * Math.exp(0.5 * random.nextGaussian());
            String id = String.format(Locale.ROOT, "%s-%06d", name, i);
            runs.add(
                    random.nextDouble() < errorRate
                            ? failed(id, "pattern-" + pattern, ms, "ToolError")
                            : run(id, "pattern-" + pattern, ms));
        }
        return runs;
    }

    /** The same runs, one a second from so many seconds after the usual start. */
    static List<Trace> from(long seconds, List<Trace> runs) {
        List<Trace> moved = new ArrayList<>();
        for (Trace run : runs) {
            long nanos = (seconds + moved.size()) * 1_000_000_000L;
            Span span = run.spans().get(0);
            moved.add(Trace.of(
                    run.traceId(),
                    List.of(span.toBuilder()
                            .startEpochNanos(span.startEpochNanos() + nanos)
                            .endEpochNanos(span.endEpochNanos() + nanos)
                            .build())));
        }
        return moved;
    }

    private static Span.Builder span(String pattern, double ms) {
        return Span.builder("1", pattern).startEpochNanos(START).endEpochNanos(START + Math.round(ms * 1e6));
    }
}
