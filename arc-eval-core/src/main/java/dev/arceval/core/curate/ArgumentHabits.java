package dev.arceval.core.curate;

import com.google.re2j.Pattern;
import dev.arceval.core.curate.PassedArguments.Passed;
import dev.arceval.core.curate.PassedArguments.Place;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.eval.Expectation.Argument.Between;
import dev.arceval.eval.Expectation.Argument.OneOf;
import dev.arceval.eval.Expectation.Argument.Source;
import dev.arceval.eval.Expectation.Argument.Stated;
import dev.arceval.eval.Expectation.PassesArgument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What an agent passes to its tools in all of its good runs, whatever it is asked: what the input or an earlier call states, one
 * of a few values, texts of a form, numbers of a range.
 *
 * <p>A source is expected if {@value #FEWEST_RUNS} runs of {@value #FEWEST_INPUTS_OF_SOURCE} inputs name it and none does
 * otherwise. Values, forms and ranges are made from what was seen, so there must be {@value #FEWEST_INPUTS} inputs, and what is
 * learned from all of them but one must hold for that one, whichever it is. Then values that one input alone shows are not taken
 * for the limits of what is passed.
 */
final class ArgumentHabits {

    /** Then at most 26 % of the runs do otherwise, with 95 % confidence; how often they did is measured in calibration. */
    private static final int FEWEST_RUNS = 10;

    private static final int FEWEST_INPUTS_OF_SOURCE = 3;
    private static final int FEWEST_INPUTS = 5;
    private static final int MOST_VALUES = 5;
    /** A line that people read. */
    private static final int MOST_KEPT = 10;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

    private final List<Sample> samples;
    private final Map<Place, Optional<PassesArgument>> learned = new HashMap<>();

    /** A good run, and its input. */
    record Sample(long input, PassedArguments passed) {}

    ArgumentHabits(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    /**
     * Returns what is expected of runs like these beyond what is known already, in order of tools and paths.
     *
     * @param own good runs of one input; nothing is expected that one of them does not show
     * @param known what is expected of it already
     */
    List<PassesArgument> of(List<PassedArguments> own, List<PassesArgument> known) {
        Set<Place> open = new TreeSet<>();
        own.forEach(run -> open.addAll(run.always().keySet()));
        known.forEach(each -> open.remove(new Place(each.tool(), each.path())));
        return open.stream()
                .flatMap(place -> learned
                        .computeIfAbsent(place, this::learn)
                        .filter(habit -> own.stream().allMatch(run -> shows(run, place, habit.argument())))
                        .stream())
                .limit(MOST_KEPT)
                .toList();
    }

    private static boolean shows(PassedArguments run, Place place, Argument argument) {
        Passed passed = run.always().get(place);
        return !run.tools().contains(place.tool()) || (passed != null && admits(argument, passed));
    }

    private static boolean admits(Argument argument, Passed passed) {
        if (argument instanceof Stated stated) {
            return stated.source() == Source.INPUT ? passed.inInput() : passed.saidBefore();
        }
        if (argument instanceof OneOf one) {
            return one.values().containsAll(passed.values());
        }
        return argument instanceof Argument.Form form
                ? passed.values().stream().allMatch(form::admits)
                : passed.values().stream().allMatch(((Between) argument)::admits);
    }

    private Optional<PassesArgument> learn(Place place) {
        Map<Long, Passed> byInput = new TreeMap<>();
        int runs = 0;
        for (Sample sample : samples) {
            if (sample.passed().tools().contains(place.tool())) {
                Passed passed = sample.passed().always().get(place);
                if (passed == null) {
                    return Optional.empty();
                }
                byInput.merge(sample.input(), passed, Passed::and);
                runs++;
            }
        }
        int seen = runs;
        return argument(byInput, runs).map(argument -> new PassesArgument(place.tool(), place.path(), argument, seen));
    }

    private static Optional<Argument> argument(Map<Long, Passed> byInput, int runs) {
        if (runs < FEWEST_RUNS || byInput.size() < FEWEST_INPUTS_OF_SOURCE) {
            return Optional.empty();
        }
        Collection<Passed> all = byInput.values();
        if (all.stream().allMatch(Passed::inInput)) {
            return Optional.of(new Stated(Source.INPUT));
        }
        if (all.stream().allMatch(Passed::saidBefore)) {
            return Optional.of(new Stated(Source.EARLIER));
        }
        return byInput.size() < FEWEST_INPUTS
                ? Optional.empty()
                : holding(all, ArgumentHabits::fewValues)
                        .or(() -> holding(all, values -> ArgumentForm.of(values).map(form -> form)))
                        .or(() -> holding(all, ArgumentHabits::range));
    }

    /** What is made from all values, if what is made from those of all inputs but one always holds for that one. */
    private static Optional<Argument> holding(
            Collection<Passed> all, Function<Collection<String>, Optional<Argument>> making) {
        Map<String, Integer> inputs = new TreeMap<>();
        all.forEach(passed -> passed.values().forEach(value -> inputs.merge(value, 1, Integer::sum)));
        Optional<Argument> made = making.apply(inputs.keySet());
        if (made.isEmpty()) {
            return made;
        }
        for (Passed passed : all) {
            Set<String> others = new HashSet<>(inputs.keySet());
            others.removeIf(value ->
                    inputs.getOrDefault(value, 0) == 1 && passed.values().contains(value));
            if (others.size() < inputs.size()
                    && making.apply(others)
                            .filter(argument -> admits(argument, passed))
                            .isEmpty()) {
                return Optional.empty();
            }
        }
        return made;
    }

    private static Optional<Argument> fewValues(Collection<String> values) {
        // Of several numbers those between them would be as good.
        return values.size() <= MOST_VALUES
                        && (values.size() == 1 || !areNumbers(values))
                        && values.stream().allMatch(ArgumentInvariants::isLasting)
                ? Optional.of(new OneOf(new ArrayList<>(new TreeSet<>(values))))
                : Optional.empty();
    }

    private static Optional<Argument> range(Collection<String> values) {
        if (values.isEmpty() || !areNumbers(values)) {
            return Optional.empty();
        }
        return Optional.of(new Between(
                values.stream().mapToDouble(Double::parseDouble).min().orElseThrow(),
                values.stream().mapToDouble(Double::parseDouble).max().orElseThrow()));
    }

    private static boolean areNumbers(Collection<String> values) {
        return values.stream().allMatch(value -> NUMBER.matcher(value).matches());
    }
}
