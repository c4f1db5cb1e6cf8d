package dev.arceval.core.curate;

import com.google.re2j.Pattern;
import dev.arceval.core.json.CanonicalJson;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What good runs of one input always pass to their tools.
 *
 * <p>A value is expected where every call of every run that calls the tool passes one of the same few. What varies between runs
 * is not expected, and neither is what will vary although these runs agree: a date or an id that neither the input nor an earlier
 * result states was made up on the day. Of a value that the input states two runs are enough, of others {@value #FEWEST_RUNS}.
 */
final class ArgumentInvariants {

    private static final int FEWEST_RUNS = 3;
    private static final int FEWEST_IF_STATED = 2;
    private static final int MOST_VALUES = 3;
    /** Longer values are prose, which is worded anew. */
    private static final int MOST_CHARS = 60;

    private static final int MOST_WORDS = 3;
    /** A line that people read. */
    private static final int MOST_KEPT = 10;

    private static final Pattern DATE_OR_ID = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}:[0-9]{2}|[0-9]{8}" + "|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-");
    /** What a redactor leaves in place of a value. */
    private static final char MARKER = '«';

    private ArgumentInvariants() {}

    private record Argument(String tool, String path) implements Comparable<Argument> {
        @Override
        public int compareTo(Argument other) {
            int byTool = tool.compareTo(other.tool);
            return byTool != 0 ? byTool : path.compareTo(other.path);
        }
    }

    /** Returns what runs of one input have in common, in order of tools and paths; nothing of a single run. */
    static List<Expectation> of(List<Trace> good) {
        List<Map<Argument, Set<String>>> passed =
                good.stream().map(ArgumentInvariants::always).toList();
        Map<Argument, Set<String>> all = new TreeMap<>();
        passed.forEach(run -> run.forEach((argument, values) ->
                all.computeIfAbsent(argument, key -> new TreeSet<>()).addAll(values)));
        List<Expectation> expected = new ArrayList<>();
        all.forEach((argument, values) -> {
            List<Integer> callers = new ArrayList<>();
            for (int i = 0; i < good.size(); i++) {
                if (calls(good.get(i), argument.tool)) {
                    callers.add(i);
                }
            }
            boolean same =
                    callers.stream().allMatch(i -> values.equals(passed.get(i).get(argument)));
            List<Trace> runs = callers.stream().map(good::get).toList();
            if (same && values.size() <= MOST_VALUES && values.stream().allMatch(value -> isKept(value, runs))) {
                expected.add(new PassesArgument(argument.tool, argument.path, List.copyOf(values)));
            }
        });
        return expected.stream().limit(MOST_KEPT).toList();
    }

    /** The arguments that each call of their tool has, with the values of all of its calls. */
    private static Map<Argument, Set<String>> always(Trace run) {
        Map<String, List<ToolCall>> byTool = run.toolCalls().stream()
                .collect(Collectors.groupingBy(ToolCall::name, TreeMap::new, Collectors.toList()));
        Map<Argument, Set<String>> always = new TreeMap<>();
        byTool.forEach((tool, calls) -> {
            List<Map<String, Set<String>>> each = calls.stream()
                    .map(call -> CanonicalJson.of(call.arguments()).values())
                    .toList();
            for (String path : each.get(0).keySet()) {
                if (each.stream().allMatch(call -> call.containsKey(path))) {
                    Set<String> values = new TreeSet<>();
                    each.forEach(call -> values.addAll(call.getOrDefault(path, Set.of())));
                    always.put(new Argument(tool, path), values);
                }
            }
        });
        return always;
    }

    private static boolean calls(Trace run, String tool) {
        return run.toolCalls().stream().anyMatch(call -> call.name().equals(tool));
    }

    private static boolean isKept(String value, List<Trace> runs) {
        boolean stated = value.length() > 1
                && runs.stream().allMatch(run -> states(run.input().orElse(""), value));
        boolean fixed = stated
                || !DATE_OR_ID.matcher(value).find()
                || runs.stream()
                        .allMatch(run -> run.toolCalls().stream()
                                .anyMatch(call -> call.result() != null && states(call.result(), value)));
        return runs.size() >= (stated ? FEWEST_IF_STATED : FEWEST_RUNS)
                && fixed
                && value.length() <= MOST_CHARS
                && (stated || value.split("\\s+").length <= MOST_WORDS)
                && value.indexOf(MARKER) < 0;
    }

    private static boolean states(String text, String value) {
        return text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }
}
