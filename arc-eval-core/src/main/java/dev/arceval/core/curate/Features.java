package dev.arceval.core.curate;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the features of runs, so that runs are compared as sorted arrays of integers. Which number a feature gets
 * depends on the order of runs; nothing that is decided does.
 */
final class Features {

    /** What a feature counts when a dataset covers it; whole numbers, so that sums do not depend on their order. */
    enum Type {
        TOOL(4),
        /** One tool, or one step of a run without tools, directly after another. */
        EDGE(4),
        KIND(4),
        ERROR(4),
        LENGTH(2),
        PATTERN(1),
        /** What runs of one task share however they are worded. */
        TASK(4);

        private final int weight;

        Type(int weight) {
            this.weight = weight;
        }

        private boolean isTelling() {
            return this == TOOL || this == KIND || this == ERROR;
        }
    }

    /** Bounds a run's memory; a run with more edges than this covers a good part of any agent. */
    private static final int MOST_EDGES = 256;

    private static final String ARROW = " → ";
    private static final String START = "(start)";
    private static final String END = "(end)";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Type> types = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();

    /** Returns the features of a run's structure and size, sorted. */
    int[] ofStructure(Run run, List<ToolCall> calls, String input, long task) {
        Set<Integer> found = structure(steps(run.trace(), calls), calls, run.patternId());
        found.add(number(Type.TASK, Long.toString(task)));
        found.add(number(Type.LENGTH, lengthClass(input)));
        return sorted(found);
    }

    /** Returns the features of what a run shows, sorted. */
    int[] ofEvidence(Set<Kind> kinds, Collection<String> errors) {
        Set<Integer> found = new HashSet<>();
        kinds.forEach(kind -> found.add(number(Type.KIND, kind.name())));
        errors.forEach(error -> found.add(number(Type.ERROR, error)));
        return sorted(found);
    }

    /** Returns the features of a frozen case, sorted. */
    int[] ofCase(EvalCase evalCase) {
        return union(List.of(
                ofCalls(evalCase.toolCalls(), evalCase.provenance().patternId()),
                ofEvidence(evalCase.provenance().kinds(), List.of())));
    }

    int kind(Kind kind) {
        return number(Type.KIND, kind.name());
    }

    /** Returns the features of what a run did and of its errors, sorted. */
    int[] ofBehaviour(Run run) {
        List<ToolCall> calls = run.trace().toolCalls();
        Set<Integer> found = structure(steps(run.trace(), calls), calls, run.patternId());
        run.errors().forEach(error -> found.add(number(Type.ERROR, error)));
        return sorted(found);
    }

    /** Returns the features of recorded calls, sorted; nothing but the pattern if there are none. */
    int[] ofCalls(List<ToolCall> calls, @Nullable String patternId) {
        Set<Integer> found = calls.isEmpty()
                ? new HashSet<>()
                : edges(calls.stream().map(ToolCall::name).toList());
        calls.forEach(call -> found.add(number(Type.TOOL, call.name())));
        if (patternId != null) {
            found.add(number(Type.PATTERN, patternId));
        }
        return sorted(found);
    }

    private Set<Integer> structure(List<String> steps, List<ToolCall> calls, String patternId) {
        Set<Integer> found = edges(steps);
        calls.forEach(call -> found.add(number(Type.TOOL, call.name())));
        found.add(number(Type.PATTERN, patternId));
        return found;
    }

    private Set<Integer> edges(List<String> steps) {
        Set<Integer> found = new HashSet<>();
        String before = START;
        for (String step : steps) {
            if (found.size() < MOST_EDGES) {
                found.add(number(Type.EDGE, before + ARROW + step));
            }
            before = step;
        }
        found.add(number(Type.EDGE, before + ARROW + END));
        return found;
    }

    Type type(int feature) {
        return types.get(feature);
    }

    /** Returns the feature in words. */
    String label(int feature) {
        return labels.get(feature);
    }

    /**
     * Returns what covering the feature counts.
     *
     * @param seen in how many runs it occurs. What occurs once may never come again: of a tool, a kind and an error that is
     *     worth half, since they are few and each says something; of anything else nothing. Only a task is none the less one
     */
    int weight(int feature, int seen) {
        Type type = types.get(feature);
        return type.weight * (seen > 1 || type == Type.TASK ? 2 : type.isTelling() ? 1 : 0);
    }

    /** Returns those that tell how alike two runs are: not the task and the structure as a whole, which few share. */
    int[] behaviour(int[] features) {
        return IntStream.of(features)
                .filter(feature -> types.get(feature) != Type.TASK && types.get(feature) != Type.PATTERN)
                .toArray();
    }

    int count() {
        return types.size();
    }

    static int[] union(List<int[]> sets) {
        Set<Integer> all = new HashSet<>();
        sets.forEach(set -> {
            for (int feature : set) {
                all.add(feature);
            }
        });
        return sorted(all);
    }

    private static List<String> steps(Trace trace, List<ToolCall> calls) {
        if (!calls.isEmpty()) {
            return calls.stream().map(ToolCall::name).toList();
        }
        return trace.spans().stream().map(Features::step).toList();
    }

    private static String step(Span span) {
        return span.operation().orElseGet(() -> span.kind().name().toLowerCase(Locale.ROOT));
    }

    /** Returns the power of two that the length reaches. */
    private static String lengthClass(String input) {
        return Integer.toString(Integer.highestOneBit(input.length()));
    }

    private int number(Type type, String name) {
        return numbers.computeIfAbsent(type.name() + '\u001f' + name, key -> {
            types.add(type);
            labels.add(name);
            return types.size() - 1;
        });
    }

    private static int[] sorted(Set<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
