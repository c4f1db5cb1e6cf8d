package dev.arceval.core.curate;

import com.google.re2j.Pattern;
import dev.arceval.core.curate.PassedArguments.Place;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

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

    /** Returns what runs of one input have in common, in order of tools and paths; nothing of a single run. */
    static List<PassesArgument> of(List<Trace> good, List<PassedArguments> passed) {
        Map<Place, Set<String>> all = new TreeMap<>();
        passed.forEach(run -> run.always()
                .forEach((place, here) ->
                        all.computeIfAbsent(place, key -> new TreeSet<>()).addAll(here.values())));
        List<PassesArgument> expected = new ArrayList<>();
        all.forEach((place, values) -> {
            List<Integer> callers = IntStream.range(0, good.size())
                    .filter(i -> passed.get(i).tools().contains(place.tool()))
                    .boxed()
                    .toList();
            boolean same = callers.stream()
                    .allMatch(i -> Optional.ofNullable(passed.get(i).always().get(place))
                            .filter(here -> here.values().equals(values))
                            .isPresent());
            List<Trace> runs = callers.stream().map(good::get).toList();
            if (same && values.size() <= MOST_VALUES && values.stream().allMatch(value -> isKept(value, runs))) {
                expected.add(new PassesArgument(
                        place.tool(), place.path(), new Argument.OneOf(List.copyOf(values)), runs.size()));
            }
        });
        return expected.stream().limit(MOST_KEPT).toList();
    }

    /** Whether a value that no text states will be passed another day too. */
    static boolean isLasting(String value) {
        return !DATE_OR_ID.matcher(value).find() && isShort(value) && value.split("\\s+").length <= MOST_WORDS;
    }

    private static boolean isShort(String value) {
        return value.length() <= MOST_CHARS && value.indexOf(MARKER) < 0;
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
                && isShort(value)
                && (stated || value.split("\\s+").length <= MOST_WORDS);
    }

    private static boolean states(String text, String value) {
        return text.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
    }
}
