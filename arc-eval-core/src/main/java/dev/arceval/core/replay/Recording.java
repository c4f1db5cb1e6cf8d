package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recorded tool calls of a case, answering live ones. Thread-safe.
 *
 * <p>A live call gets the answer of the recorded call with the same tool, the same arguments as JSON, and the same
 * occurrence; when the recorded ones are used up, the last again. Calls without arguments are alike, however that was
 * written. A call that is not recorded gets no answer, but a text that shows the nearest recorded call.
 */
public final class Recording {

    /** Longest quote in a message; the place of the first difference is shown in any case. */
    private static final int MAX_QUOTE = 160;

    private static final String NO_ARGUMENTS = "";

    private final List<ToolCall> recorded;
    private final List<CanonicalJson> arguments;
    private final Map<Key, List<Integer>> positions = new HashMap<>();
    private final Map<Key, List<Integer>> positionsByType = new HashMap<>();
    private final Likeness likeness;

    private final Map<Key, Integer> asked = new HashMap<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<String> unrecorded = new ArrayList<>();

    /**
     * @param recorded the calls in order
     * @param likeness what to make of pseudonyms, which a recording holds where there were secrets
     */
    public Recording(List<ToolCall> recorded, Likeness likeness) {
        this.recorded = List.copyOf(recorded);
        this.likeness = likeness;
        this.arguments = this.recorded.stream()
                .map(call -> CanonicalJson.of(call.arguments()))
                .toList();
        for (int i = 0; i < this.recorded.size(); i++) {
            Key key = Key.of(this.recorded.get(i).name(), arguments.get(i));
            positions.computeIfAbsent(key, unseen -> new ArrayList<>()).add(i);
            positionsByType
                    .computeIfAbsent(byType(key), unseen -> new ArrayList<>())
                    .add(i);
        }
    }

    /** What a live call gets. */
    public sealed interface Answer {

        /** The recorded result. */
        record Result(String text) implements Answer {}

        /** The recorded failure: the error's type, and its message after a colon where known. */
        record Failure(String error) implements Answer {}

        /** Nothing: the call is not in the recording. The message says what is. */
        record Unrecorded(String message) implements Answer {}
    }

    private record Key(String tool, String arguments) {

        static Key of(String tool, CanonicalJson arguments) {
            return new Key(tool, arguments.isNothing() ? NO_ARGUMENTS : arguments.text());
        }
    }

    private Key byType(Key key) {
        return new Key(key.tool, likeness.byType(key.arguments));
    }

    /** Answers a live call and takes a note of it. */
    public Answer answer(String tool, @Nullable String liveArguments) {
        String redacted = liveArguments == null ? null : likeness.redact().apply(liveArguments);
        CanonicalJson canonical = CanonicalJson.of(redacted);
        boolean ownSecret = redacted != null && likeness.ownSecret().test(redacted);
        Key key = ownSecret ? byType(Key.of(tool, canonical)) : Key.of(tool, canonical);
        synchronized (this) {
            List<Integer> matches = (ownSecret ? positionsByType : positions).get(key);
            if (matches == null) {
                return refuse(tool, redacted, unknown(tool, canonical));
            }
            int occurrence = asked.getOrDefault(key, 0) + 1;
            asked.put(key, occurrence);
            ToolCall call = recorded.get(matches.get(Math.min(occurrence, matches.size()) - 1));
            if (call.error() != null) {
                calls.add(call);
                return new Answer.Failure(call.error());
            }
            if (call.result() == null) {
                return refuse(tool, redacted, quote(tool, canonical) + " was recorded without its result");
            }
            calls.add(call);
            return new Answer.Result(call.result());
        }
    }

    private Answer refuse(String tool, @Nullable String liveArguments, String message) {
        calls.add(ToolCall.failed(tool, liveArguments, "UnrecordedCall"));
        unrecorded.add(message);
        return new Answer.Unrecorded(message);
    }

    /** Returns the calls made so far, in order; one that was answered is the recorded call itself. */
    public synchronized List<ToolCall> calls() {
        return List.copyOf(calls);
    }

    /** Returns the messages of the calls that were not recorded, in order. */
    public synchronized List<String> unrecorded() {
        return List.copyOf(unrecorded);
    }

    private String unknown(String tool, CanonicalJson live) {
        int nearest = nearest(tool, live);
        if (nearest < 0) {
            return quote(tool, live) + " was not recorded\n  " + toolsRecorded();
        }
        StringBuilder message = new StringBuilder(quote(tool, live))
                .append(" was not recorded\n  nearest recorded call (")
                .append(nearest + 1)
                .append(" of ")
                .append(recorded.size())
                .append("): ")
                .append(quote(tool, arguments.get(nearest)));
        arguments
                .get(nearest)
                .firstDifference(live)
                .ifPresent(difference -> message.append("\n  first difference at ")
                        .append(Excerpt.of(difference, "recorded", "called with")));
        return message.toString();
    }

    private int nearest(String tool, CanonicalJson live) {
        int nearest = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < recorded.size(); i++) {
            if (recorded.get(i).name().equals(tool)) {
                int distance = arguments.get(i).distance(live);
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

    private static String quote(String tool, CanonicalJson arguments) {
        return tool + "(" + (arguments.isNothing() ? "" : Excerpt.start(arguments.text(), MAX_QUOTE)) + ")";
    }
}
