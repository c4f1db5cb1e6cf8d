package dev.arceval.checks.calibration;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the recycler in Python chooses, after its described behaviour: by a sum of fixed bonuses, in the order of arrival among
 * equals, with a bound for each sequence of operations and statuses. Its minimum of quality is left away, with which it would
 * often choose nothing at all.
 */
enum OriginalSelection {

    /** A tenth of the cases for each sequence. */
    FIRST {
        @Override
        List<Trace> choose(List<Trace> runs, int count) {
            return bounded(runs, count, count / 10, Integer.MAX_VALUE);
        }
    },
    /** A fifth for each sequence and each tool. */
    LATER {
        @Override
        List<Trace> choose(List<Trace> runs, int count) {
            return bounded(runs, count, Math.max(2, count / 5), Math.max(3, count / 5));
        }
    };

    private static final int LONG_INPUT = 50;
    private static final double USUAL_MS = 500;
    private static final double FAR_MS = 1_000;
    private static final double NANOS_PER_MS = 1e6;
    private static final long RECENT_NANOS = 7L * 24 * 3600 * 1_000_000_000;

    /** Returns the chosen runs; fewer where the bounds leave no more. */
    abstract List<Trace> choose(List<Trace> runs, int count);

    private static List<Trace> bounded(List<Trace> runs, int count, int perSequence, int perTool) {
        long newest = runs.stream().mapToLong(Trace::startEpochNanos).max().orElse(0);
        List<Trace> best = runs.stream()
                .sorted(Comparator.comparingDouble((Trace run) -> quality(run, newest))
                        .reversed())
                .toList();
        Map<String, Integer> sequences = new HashMap<>();
        Map<String, Integer> tools = new HashMap<>();
        List<Trace> chosen = new ArrayList<>();
        for (Trace run : best) {
            String sequence = sequence(run);
            List<String> used = tools(run);
            if (chosen.size() < count
                    && sequences.getOrDefault(sequence, 0) < perSequence
                    && used.stream().allMatch(tool -> tools.getOrDefault(tool, 0) < perTool)) {
                chosen.add(run);
                sequences.merge(sequence, 1, Integer::sum);
                used.forEach(tool -> tools.merge(tool, 1, Integer::sum));
            }
        }
        return chosen;
    }

    private static double quality(Trace run, long newest) {
        double ms = run.duration()
                .map(duration -> duration.toNanos() / NANOS_PER_MS)
                .orElse(0.0);
        double quality = 0;
        quality += tools(run).isEmpty() ? 0 : .2;
        quality += run.spans().stream().anyMatch(Span::failed) ? .3 : 0;
        quality += run.input().orElse("").length() > LONG_INPUT ? .1 : 0;
        quality += Math.abs(ms - USUAL_MS) > FAR_MS ? .2 : 0;
        quality += newest - run.startEpochNanos() < RECENT_NANOS ? .2 : 0;
        return quality;
    }

    private static List<String> tools(Trace run) {
        return run.toolCalls().stream().map(call -> call.name()).distinct().toList();
    }

    private static String sequence(Trace run) {
        return run.spans().stream()
                .map(span -> span.operation().orElse(span.kind().name()) + ":" + span.status())
                .collect(Collectors.joining("-"));
    }
}
