package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.Excerpt;
import dev.arceval.eval.CallPolicy;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the recorded tool call that a live one is the same as. Not thread-safe. */
final class ToolLookup {

    private final List<ToolCall> recorded;
    private final List<CanonicalJson> arguments;
    private final Likeness likeness;
    private final CallPolicies policies;
    private final Map<Key, List<Integer>> positions;
    /** Made when a live call holds a secret of its own, which most never do. */
    private @Nullable Map<Key, List<Integer>> positionsByType;

    private final Map<Key, Integer> asked = new HashMap<>();

    ToolLookup(List<ToolCall> recorded, Likeness likeness, CallPolicies policies) {
        this.recorded = recorded;
        this.likeness = likeness;
        this.policies = policies;
        this.arguments = recorded.stream()
                .map(call -> CanonicalJson.of(call.arguments()))
                .toList();
        this.positions = positions(UnaryOperator.identity());
    }

    private Map<Key, List<Integer>> positions(UnaryOperator<Key> form) {
        Map<Key, List<Integer>> byKey = new HashMap<>();
        for (int i = 0; i < recorded.size(); i++) {
            Key key = form.apply(key(recorded.get(i).name(), arguments.get(i)));
            byKey.computeIfAbsent(key, unseen -> new ArrayList<>()).add(i);
        }
        return byKey;
    }

    private Map<Key, List<Integer>> positionsByType() {
        if (positionsByType == null) {
            positionsByType = positions(this::byType);
        }
        return positionsByType;
    }

    private record Key(String tool, String arguments) {}

    /** A live call, brought into the form of the recording. */
    record Live(String tool, @Nullable String arguments, CanonicalJson canonical) {

        static Live of(String tool, @Nullable String arguments, Likeness likeness) {
            String redacted = arguments == null ? null : likeness.redact().apply(arguments);
            return new Live(likeness.redact().apply(tool), redacted, CanonicalJson.of(redacted));
        }
    }

    /** Returns the recorded call; null if there is none. Each call of this method is an occurrence. */
    @Nullable
    ToolCall next(Live live) {
        boolean ownSecret = live.arguments() != null && likeness.ownSecret().test(live.arguments());
        Key key = key(live.tool(), live.canonical());
        key = ownSecret ? byType(key) : key;
        List<Integer> matches = (ownSecret ? positionsByType() : positions).get(key);
        if (matches == null) {
            return null;
        }
        int occurrence = asked.merge(key, 1, Integer::sum);
        return recorded.get(matches.get(Math.min(occurrence, matches.size()) - 1));
    }

    private Key key(String tool, CanonicalJson arguments) {
        return new Key(tool, Arguments.counted(arguments, policies.of(tool)));
    }

    private Key byType(Key key) {
        return new Key(key.tool, likeness.byType(key.arguments));
    }

    /** Returns what to say of a call that was not recorded. */
    String unknown(Live live) {
        int nearest = nearest(live);
        if (nearest < 0) {
            return quote(live) + " was not recorded\n  " + toolsRecorded();
        }
        StringBuilder message = new StringBuilder(quote(live))
                .append(" was not recorded\n  nearest recorded call (")
                .append(nearest + 1)
                .append(" of ")
                .append(recorded.size())
                .append("): ")
                .append(quote(live.tool(), arguments.get(nearest)));
        arguments
                .get(nearest)
                .firstDifference(live.canonical())
                .ifPresent(difference -> message.append("\n  first difference at ")
                        .append(Excerpt.of(difference, "recorded", "called with")));
        if (differInVolatileValuesOnly(live, arguments.get(nearest))) {
            message.append("\n  only values that change from run to run differ: CallPolicy.volatileMasked() lets them");
        }
        return message.toString();
    }

    private static boolean differInVolatileValuesOnly(Live live, CanonicalJson recorded) {
        CallPolicy masked = CallPolicy.volatileMasked();
        return Arguments.counted(live.canonical(), masked).equals(Arguments.counted(recorded, masked));
    }

    private int nearest(Live live) {
        int nearest = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < recorded.size(); i++) {
            if (recorded.get(i).name().equals(live.tool())) {
                int distance = arguments.get(i).distance(live.canonical());
                if (distance < least) {
                    least = distance;
                    nearest = i;
                }
            }
        }
        return nearest;
    }

    private String toolsRecorded() {
        if (recorded.isEmpty()) {
            return "the recording holds no tool calls";
        }
        Map<String, Long> counts =
                recorded.stream().collect(Collectors.groupingBy(ToolCall::name, TreeMap::new, Collectors.counting()));
        return "tools recorded: "
                + counts.entrySet().stream()
                        .map(tool -> tool.getKey() + (tool.getValue() == 1 ? "" : " (" + tool.getValue() + " times)"))
                        .collect(Collectors.joining(", "));
    }

    static String quote(Live live) {
        return quote(live.tool(), live.canonical());
    }

    private static String quote(String tool, CanonicalJson arguments) {
        return tool + "(" + (arguments.isNothing() ? "" : Excerpt.start(arguments.text(), Excerpt.MAX_QUOTE)) + ")";
    }
}
