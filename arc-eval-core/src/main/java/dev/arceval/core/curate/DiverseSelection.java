package dev.arceval.core.curate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a few items that stand for many runs: like all of them, covering what they do, and valuable.
 *
 * <p>Maximises <em>f(S) = likeness + c · (coverage + {@value #VALUE} · value)</em>, each from 0 to 1: likeness
 * is the mean, over all runs, of the likeness to the nearest chosen item (facility location), half by input and half by behaviour;
 * coverage is the weighted share of features that some chosen item has, where one seen in one run only counts little; value is
 * the mean value of the chosen. Each term is monotone and submodular, so
 * greedy choice reaches at least 1 − 1/e of the best possible. It is lazy: an item's gain can only shrink, so a stale gain that is
 * no longer the largest need not be brought up to date. Afterwards each of up to {@value #MOST_EXCHANGED} chosen items is
 * exchanged for the one that raises <em>f</em> most, if any does; <em>f</em> only grows by that.
 *
 * <p>How much covering counts is found by trying. Where behaviour is varied, rare steps are in unusual items, which are like few
 * others; so <em>c</em> is the largest tenth up to 1.2 with which likeness still comes a third of the way from what a choice
 * of runs by chance has to what greedy choice for likeness alone reaches.
 *
 * <p>With a budget for some features the greedy choice skips what exceeds it; its bound is then 1/2 for one budget, and 1/(1 + b)
 * where an item can be under {@code b} of them.
 *
 * <p>An item with nearly the same input as a chosen one waits until no other is left; so does one of a task that is chosen
 * already, where there are twice as many tasks as items to choose. (The bound holds for choices without such items.)
 *
 * <p>Bounds for large inputs: among more than {@value #MOST_ITEMS} items the choice is from that many (or as many as are asked
 * for), taken from all strata in turn, and likeness is the mean over {@value #MOST_REPRESENTED} runs drawn by hash, which by Hoeffding's
 * inequality is within 0.052 of the mean over all with 99 % confidence. Then 4 million likenesses are computed
 * first and kept as 16 MB.
 *
 * <p>Sources: G. Nemhauser, L. Wolsey, M. Fisher, "An analysis of approximations for maximizing submodular set functions",
 * 1978; M. Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978; M. Fisher, G. Nemhauser, L. Wolsey,
 * "An analysis of approximations for maximizing submodular set functions II", 1978.
 */
final class DiverseSelection {

    /** Below 0.9, so that what others call nearly the same, counting words or pairs of them differently, is so here too. */
    static final double NEAR_DUPLICATE = 0.85;

    static final int MOST_ITEMS = 3_000;
    static final int MOST_REPRESENTED = 1_000;

    private static final int MOST_TENTHS = 12;
    /** How far likeness must come, from chance to the most that can be had. */
    private static final double WAY = 1 / 3.;

    private static final int CHANCE_CHOICES = 8;
    private static final int TASKS_PER_CHOICE = 2;
    private static final double VALUE = 0.08;
    /** With more, a single one hardly matters, and looking for a better one takes long. */
    private static final int MOST_EXCHANGED = 200;
    /** Among how many a better one is looked for: those that would add most to the choice as it is. */
    private static final int EXCHANGED_FOR = 100;
    /** Above the error of rounding, so that nothing is exchanged back and forth. */
    private static final double BETTER = 1e-9;

    /**
     * Something to choose.
     *
     * @param value from 0 to 1
     * @param agent whose input it is; an input is a duplicate only among those of the same agent
     * @param stratum what it is one of
     * @param tie decides between equals and draws samples; should be random
     */
    record Item(String id, String agent, InputText input, int[] features, double value, String stratum, long tie) {}

    /**
     * A run that the choice stands for.
     *
     * @param behaviour features of what it did and what it shows, sorted
     */
    record Look(InputText input, int[] behaviour) {

        float likeness(Look other) {
            return (float) (input.likeness(other.input) / 2
                    + InputText.jaccard(behaviour, other.behaviour, Integer.MAX_VALUE) / 2);
        }

        float[] likeness(List<Look> others) {
            float[] likeness = new float[others.size()];
            for (int i = 0; i < likeness.length; i++) {
                likeness[i] = likeness(others.get(i));
            }
            return likeness;
        }
    }

    /** An item, and its likeness to each represented run: computed once, since most are asked for at every choice. */
    private record Option(Item item, float[] likeness) {}

    /** An option with the gain it had when {@code asOf} items were chosen. */
    private record Gain(Option option, double gain, int asOf) {}

    private static final Comparator<Item> BY_TIE =
            Comparator.comparingLong(Item::tie).thenComparing(Item::id);
    private static final Comparator<Gain> LARGEST_FIRST =
            Comparator.comparingDouble(Gain::gain).reversed().thenComparing(gain -> gain.option.item, BY_TIE);

    private final List<Item> items;
    private final List<Look> represented;
    private final List<Option> options;
    private final List<Option> given;
    private final Map<Integer, Integer> budgets;
    private final long[] featureWeights;
    private final double allFeatures;
    private final int limit;
    /** The features that say which task it is, where tasks are so many that none need be chosen twice. */
    private final BitSet tasks;

    /**
     * @param given what is there already: it counts as chosen, and not towards the limit
     * @param represented runs drawn at random of all that the items stand for, in random order
     * @param seen in how many runs a feature occurs
     * @param budgets how many items with a feature may be chosen; those that are given count
     */
    DiverseSelection(
            List<Item> all,
            List<Item> given,
            List<Look> represented,
            Features features,
            IntUnaryOperator seen,
            int limit,
            Map<Integer, Integer> budgets) {
        this.items = Strata.inTurn(all.stream().sorted(BY_TIE).toList(), Math.max(MOST_ITEMS, limit));
        this.represented = represented;
        this.given = options(given, features);
        this.budgets = Map.copyOf(budgets);
        this.options = items.size() <= limit && budgets.isEmpty() ? List.of() : options(items, features);
        this.featureWeights = IntStream.range(0, features.count())
                .mapToLong(feature -> features.weight(feature, seen.applyAsInt(feature)))
                .toArray();
        this.allFeatures = Math.max(
                1,
                all.stream()
                        .flatMapToInt(item -> IntStream.of(item.features))
                        .distinct()
                        .mapToLong(feature -> featureWeights[feature])
                        .sum());
        this.limit = limit;
        BitSet different = tasks(items, features);
        this.tasks = different.cardinality() < (long) TASKS_PER_CHOICE * limit ? new BitSet() : different;
    }

    private List<Option> options(List<Item> some, Features features) {
        return some.stream()
                .map(item ->
                        new Option(item, new Look(item.input, features.behaviour(item.features)).likeness(represented)))
                .toList();
    }

    /** Returns the chosen items: exactly {@code limit}, or all that the budgets allow if there are fewer. */
    List<Item> choose() {
        return options.isEmpty() ? items : best().chosen();
    }

    /** Returns the choice with the largest weight of coverage that leaves likeness what it needs. */
    Choice best() {
        double chance = likenessByChance();
        double wanted = chance + WAY * (greedy(0).likeness() - chance);
        int tenths = MOST_TENTHS;
        Choice choice = greedy(tenths / 10.);
        while (tenths > 0 && choice.likeness() < wanted) {
            tenths--;
            choice = greedy(tenths / 10.);
        }
        return choice;
    }

    /** Returns <em>f</em> of some items, whatever they are. */
    double worth(List<Item> some, double coverage) {
        Choice choice = new Choice(coverage);
        double worth = 0;
        for (Item item : some) {
            Option option = options.stream()
                    .filter(each -> each.item.equals(item))
                    .findFirst()
                    .orElseThrow();
            worth += choice.gain(option);
            choice.take(option);
        }
        return worth;
    }

    private Choice greedy(double coverage) {
        Choice choice = new Choice(coverage);
        List<Option> waiting = new ArrayList<>();
        choice.fill(options, waiting);
        choice.fill(waiting, null);
        return choice.chosen.size() <= MOST_EXCHANGED ? exchanged(choice) : choice;
    }

    /** Returns the choice with each item exchanged for the best in its place. */
    private Choice exchanged(Choice choice) {
        List<Option> chosen = new ArrayList<>(choice.chosen);
        List<Option> others = choice.mostGaining(EXCHANGED_FOR);
        for (int place = 0; place < chosen.size(); place++) {
            Option old = chosen.get(place);
            Choice rest = new Choice(choice.coverage);
            chosen.stream().filter(option -> option != old).forEach(rest::take);
            Option better = rest.better(old, others);
            if (better != old) {
                chosen.set(place, better);
                others.set(others.indexOf(better), old);
            }
        }
        Choice exchanged = new Choice(choice.coverage);
        chosen.forEach(exchanged::take);
        return exchanged;
    }

    /** The mean over a few choices among the represented runs, which are in random order. */
    private double likenessByChance() {
        int all = represented.size();
        float[][] likeness = new float[all][];
        double sum = 0;
        for (int i = 0; i < CHANCE_CHOICES; i++) {
            Choice choice = new Choice(0);
            for (int j = 0; j < Math.min(limit, all); j++) {
                int drawn = (i * all / CHANCE_CHOICES + j) % all;
                if (likeness[drawn] == null) {
                    likeness[drawn] = represented.get(drawn).likeness(represented);
                }
                choice.approach(likeness[drawn]);
            }
            sum += choice.likeness();
        }
        return sum / CHANCE_CHOICES;
    }

    static boolean nearDuplicates(Item one, Item two) {
        return one.agent.equals(two.agent) && one.input.likeness(two.input) >= NEAR_DUPLICATE;
    }

    /** What is chosen so far, and what that leaves to gain. */
    final class Choice {

        private final double coverage;
        private final double[] nearest = new double[represented.size()];
        /** How many have a feature, of what is given and chosen. */
        private final int[] having = new int[featureWeights.length];

        private final List<Option> chosen = new ArrayList<>();

        private Choice(double coverage) {
            this.coverage = coverage;
            given.forEach(this::cover);
        }

        List<Item> chosen() {
            return chosen.stream().map(Option::item).toList();
        }

        /** Returns the weight of coverage. */
        double coverage() {
            return coverage;
        }

        private double likeness() {
            double sum = 0;
            for (double each : nearest) {
                sum += each;
            }
            return sum / nearest.length;
        }

        private void fill(List<Option> from, @Nullable List<Option> waiting) {
            PriorityQueue<Gain> queue = new PriorityQueue<>(LARGEST_FIRST);
            if (chosen.size() < limit) {
                from.forEach(option -> queue.add(new Gain(option, gain(option), chosen.size())));
            }
            while (chosen.size() < limit && !queue.isEmpty()) {
                Gain best = queue.remove();
                if (isSpent(best.option.item)) {
                    continue;
                }
                if (waiting != null && isToWait(best.option.item)) {
                    waiting.add(best.option);
                } else if (best.asOf < chosen.size()) {
                    queue.add(new Gain(best.option, gain(best.option), chosen.size()));
                } else {
                    take(best.option);
                }
            }
        }

        /** Returns the options, not chosen, that would add most. */
        private List<Option> mostGaining(int most) {
            Set<Option> without = Collections.newSetFromMap(new IdentityHashMap<>());
            without.addAll(chosen);
            return new ArrayList<>(options.stream()
                    .filter(option -> !without.contains(option))
                    .map(option -> new Gain(option, gain(option), chosen.size()))
                    .sorted(LARGEST_FIRST)
                    .limit(most)
                    .map(Gain::option)
                    .toList());
        }

        /** Returns what to take instead of an option, or the option if nothing is better. */
        private Option better(Option old, List<Option> others) {
            boolean waited = isToWait(old.item);
            Option better = old;
            double most = gain(old) + BETTER;
            for (Option other : others) {
                double gain = gain(other);
                if (gain > most && !isSpent(other.item) && (waited || !isToWait(other.item))) {
                    better = other;
                    most = gain;
                }
            }
            return better;
        }

        private boolean isToWait(Item item) {
            return isOfChosenTask(item) || isNearDuplicate(item);
        }

        private boolean isOfChosenTask(Item item) {
            return IntStream.of(item.features).anyMatch(feature -> tasks.get(feature) && having[feature] > 0);
        }

        private boolean isNearDuplicate(Item item) {
            return Stream.concat(given.stream(), chosen.stream()).anyMatch(other -> nearDuplicates(item, other.item));
        }

        private boolean isSpent(Item item) {
            return !budgets.isEmpty()
                    && IntStream.of(item.features)
                            .anyMatch(feature -> having[feature] >= budgets.getOrDefault(feature, Integer.MAX_VALUE));
        }

        private double gain(Option option) {
            double closer = 0;
            for (int i = 0; i < nearest.length; i++) {
                closer += Math.max(0, option.likeness[i] - nearest[i]);
            }
            long news = 0;
            for (int feature : option.item.features) {
                news += having[feature] > 0 ? 0 : featureWeights[feature];
            }
            return closer / nearest.length + coverage * (news / allFeatures + VALUE * option.item.value / limit);
        }

        private void take(Option option) {
            chosen.add(option);
            cover(option);
        }

        private void cover(Option option) {
            for (int feature : option.item.features) {
                having[feature]++;
            }
            approach(option.likeness);
        }

        private void approach(float[] likeness) {
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.max(nearest[i], likeness[i]);
            }
        }
    }

    private static BitSet tasks(List<Item> items, Features features) {
        BitSet tasks = new BitSet();
        items.forEach(item -> IntStream.of(item.features)
                .filter(feature -> features.type(feature) == Features.Type.TASK)
                .forEach(tasks::set));
        return tasks;
    }
}
