package dev.arceval.core.curate;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.SaidSoFar;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one run passes to its tools, as far as it was recorded.
 *
 * @param tools the tools it calls
 * @param always what it passes at each place that every call of the tool has
 */
record PassedArguments(Set<String> tools, Map<Place, Passed> always) {

    /** A place in the arguments of a tool. */
    record Place(String tool, String path) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTool = tool.compareTo(other.tool);
            return byTool != 0 ? byTool : path.compareTo(other.path);
        }
    }

    /**
     * What stands at one place in all calls.
     *
     * @param inInput whether the input states each value
     * @param saidBefore whether the input or an earlier call states each value
     */
    record Passed(Set<String> values, boolean inInput, boolean saidBefore) {

        Passed and(Passed other) {
            Set<String> both = new TreeSet<>(values);
            both.addAll(other.values);
            return new Passed(both, inInput && other.inInput, saidBefore && other.saidBefore);
        }
    }

    static PassedArguments of(Trace run) {
        Map<String, Integer> calls = new HashMap<>();
        Map<Place, Integer> present = new HashMap<>();
        Map<Place, Passed> passed = new TreeMap<>();
        SaidSoFar said = new SaidSoFar(run.input().orElse(""));
        for (ToolCall call : run.toolCalls()) {
            if (call.arguments() == null) {
                continue;
            }
            calls.merge(call.name(), 1, Integer::sum);
            CanonicalJson.of(call.arguments()).values().forEach((path, values) -> {
                Place place = new Place(call.name(), path);
                present.merge(place, 1, Integer::sum);
                Passed here = new Passed(
                        values,
                        values.stream().allMatch(said::inInput),
                        values.stream().allMatch(said::anywhere));
                passed.merge(place, here, Passed::and);
            });
            said.add(call.arguments());
            said.add(call.result());
        }
        passed.keySet().removeIf(place -> !Objects.equals(present.get(place), calls.get(place.tool())));
        return new PassedArguments(calls.keySet(), passed);
    }
}
