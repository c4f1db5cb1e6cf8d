package dev.arceval.core.curate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a few items that stand for many: like all of them, covering what they do, and valuable.
 *
 * <p>Maximises <em>f(S) = likeness + c · coverage + {@value #VALUE} · value</em>, each from 0 to 1: likeness
 * is the mean, over all items, of the likeness to the nearest chosen one (facility location); coverage is the weighted share
 * of features that some chosen item has, where one seen in one item only counts little; value is the mean value of the
 * chosen. Each term is monotone and submodular, so
 * greedy choice reaches at least 1 − 1/e of the best possible. It is lazy: an item's gain can only shrink, so a stale gain that is
 * no longer the largest need not be brought up to date.
 *
 * <p>How much covering counts is found by trying. Where behaviour is varied, rare steps are in unusual items, which are like few
 * others; so <em>c</em> is the largest of a few weights with which likeness still comes four tenths of the way from what a choice
 * by chance has to what greedy choice for likeness alone reaches.
 *
 * <p>With a budget for some features the greedy choice skips what exceeds it; its bound is then 1/2 for one budget, and 1/(1 + b)
 * where an item can be under {@code b} of them.
 *
 * <p>An item with nearly the same input as a chosen one waits until no other is left; so does one of a task that is chosen
 * already, where there are twice as many tasks as items to choose. (The bound holds for choices without such items.)
 *
 * <p>Bounds for large inputs: among more than {@value #MOST_ITEMS} items the choice is from that many (or as many as are asked
 * for), taken from all strata in turn, and likeness is the mean over {@value #MOST_REPRESENTED} items drawn by hash, which by Hoeffding's
 * inequality is within 0.052 of the mean over all with 99 % confidence. Then 3 million likenesses are computed
 * first and kept as 12 MB.
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

    private static final double[] COVERAGE = {0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0};
    /** How far likeness must come, from chance to the most that can be had. */
    private static final double WAY = 0.4;

    private static final int CHANCE_CHOICES = 8;
    private static final int TASKS_PER_CHOICE = 2;
    private static final double VALUE = 0.1;
    /** Above one half, since an agent that is asked the same thing in other words often takes another way. */
    private static final double INPUT_SHARE = 0.65;

    /**
     * Something to choose.
     *
     * @param value from 0 to 1
     * @param agent whose input it is; an input is a duplicate only among those of the same agent
     * @param weight how many runs it stands for
     * @param stratum what it is one of
     * @param tie decides between equals and draws samples; should be random
     */
    record Item(
            String id,
            String agent,
            InputText input,
            int[] features,
            double value,
            long weight,
            String stratum,
            long tie) {}

    /** An item, and its likeness to each represented one: computed once, since most are asked for at every choice. */
    private record Option(Item item, float[] likeness) {

        static Option of(Item item, List<Item> represented) {
            float[] likeness = new float[represented.size()];
            for (int i = 0; i < likeness.length; i++) {
                likeness[i] = (float) likeness(item, represented.get(i));
            }
            return new Option(item, likeness);
        }

        private static double likeness(Item one, Item two) {
            return INPUT_SHARE * one.input.likeness(two.input)
                    + (1 - INPUT_SHARE) * InputText.jaccard(one.features, two.features, Integer.MAX_VALUE);
        }
    }

    /** An option with the gain it had when {@code asOf} items were chosen. */
    private record Gain(Option option, double gain, int asOf) {}

    private static final Comparator<Item> BY_TIE =
            Comparator.comparingLong(Item::tie).thenComparing(Item::id);
    private static final Comparator<Gain> LARGEST_FIRST =
            Comparator.comparingDouble(Gain::gain).reversed().thenComparing(gain -> gain.option.item, BY_TIE);

    private final List<Item> items;
    private final List<Option> options;
    private final List<Option> given;
    private final Map<Integer, Integer> budgets;
    private final long[] representedWeights;
    private final double totalWeight;
    private final long[] featureWeights;
    private final double allFeatures;
    private final int limit;
    /** The features that say which task it is, where tasks are so many that none need be chosen twice. */
    private final BitSet tasks;

    DiverseSelection(List<Item> all, Features features, int limit) {
        this(all, List.of(), features, limit, Map.of());
    }

    /**
     * @param given what is there already: it counts as chosen, and not towards the limit
     * @param budgets how many items with a feature may be chosen; those that are given count
     */
    DiverseSelection(List<Item> all, List<Item> given, Features features, int limit, Map<Integer, Integer> budgets) {
        List<Item> ordered = all.stream().sorted(BY_TIE).toList();
        List<Item> represented = ordered.subList(0, Math.min(ordered.size(), MOST_REPRESENTED));
        this.items = Strata.inTurn(ordered, Math.max(MOST_ITEMS, limit));
        this.given = given.stream().map(item -> Option.of(item, represented)).toList();
        this.budgets = Map.copyOf(budgets);
        this.options = items.size() <= limit && budgets.isEmpty()
                ? List.of()
                : items.stream().map(item -> Option.of(item, represented)).toList();
        this.representedWeights = represented.stream().mapToLong(Item::weight).toArray();
        this.totalWeight = LongStream.of(representedWeights).sum();
        this.featureWeights = featureWeights(all, features);
        this.allFeatures = Math.max(1, LongStream.of(featureWeights).sum());
        this.limit = limit;
        BitSet different = tasks(items, features);
        this.tasks = different.cardinality() < (long) TASKS_PER_CHOICE * limit ? new BitSet() : different;
    }

    /** Returns the chosen items: exactly {@code limit}, or all that the budgets allow if there are fewer. */
    List<Item> choose() {
        return options.isEmpty() ? items : best().chosen();
    }

    /** Returns the choice with the largest weight of coverage that leaves likeness what it needs. */
    Choice best() {
        double chance = likenessByChance();
        double wanted = chance + WAY * (greedy(0).likeness() - chance);
        Choice choice = greedy(COVERAGE[0]);
        for (int i = 1; i < COVERAGE.length && choice.likeness() < wanted; i++) {
            choice = greedy(COVERAGE[i]);
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
        return choice;
    }

    /** The mean over a few choices that follow the ties, which are random. */
    private double likenessByChance() {
        double sum = 0;
        for (int i = 0; i < CHANCE_CHOICES; i++) {
            Choice choice = new Choice(0);
            for (int j = 0; j < limit; j++) {
                choice.take(options.get((i * options.size() / CHANCE_CHOICES + j) % options.size()));
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
        private final double[] nearest = new double[representedWeights.length];
        private final BitSet covered = new BitSet();
        private final Map<Integer, Integer> left = new HashMap<>(budgets);
        private final List<Item> chosen = new ArrayList<>();

        private Choice(double coverage) {
            this.coverage = coverage;
            given.forEach(this::cover);
        }

        List<Item> chosen() {
            return List.copyOf(chosen);
        }

        /** Returns the weight of coverage. */
        double coverage() {
            return coverage;
        }

        private double likeness() {
            double sum = 0;
            for (int i = 0; i < nearest.length; i++) {
                sum += representedWeights[i] * nearest[i];
            }
            return sum / totalWeight;
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
                if (waiting != null && (isOfChosenTask(best.option.item) || isNearDuplicate(best.option.item))) {
                    waiting.add(best.option);
                } else if (best.asOf < chosen.size()) {
                    queue.add(new Gain(best.option, gain(best.option), chosen.size()));
                } else {
                    take(best.option);
                }
            }
        }

        private boolean isOfChosenTask(Item item) {
            return IntStream.of(item.features).anyMatch(feature -> tasks.get(feature) && covered.get(feature));
        }

        private boolean isNearDuplicate(Item item) {
            return chosen.stream().anyMatch(other -> nearDuplicates(item, other))
                    || given.stream().anyMatch(other -> nearDuplicates(item, other.item));
        }

        private boolean isSpent(Item item) {
            return !left.isEmpty()
                    && IntStream.of(item.features).anyMatch(feature -> left.getOrDefault(feature, 1) <= 0);
        }

        private double gain(Option option) {
            double closer = 0;
            for (int i = 0; i < nearest.length; i++) {
                closer += representedWeights[i] * Math.max(0, option.likeness[i] - nearest[i]);
            }
            long news = 0;
            for (int feature : option.item.features) {
                news += covered.get(feature) ? 0 : featureWeights[feature];
            }
            return closer / totalWeight + coverage * news / allFeatures + VALUE * option.item.value / limit;
        }

        private void take(Option option) {
            chosen.add(option.item);
            cover(option);
        }

        private void cover(Option option) {
            for (int feature : option.item.features) {
                covered.set(feature);
                left.computeIfPresent(feature, (budgeted, more) -> more - 1);
            }
            for (int i = 0; i < nearest.length; i++) {
                nearest[i] = Math.max(nearest[i], option.likeness[i]);
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

    private static long[] featureWeights(List<Item> items, Features features) {
        int[] seen = new int[features.count()];
        items.forEach(item -> IntStream.of(item.features).forEach(feature -> seen[feature]++));
        long[] weights = new long[seen.length];
        for (int feature = 0; feature < seen.length; feature++) {
            weights[feature] = features.weight(feature, seen[feature]);
        }
        return weights;
    }
}
