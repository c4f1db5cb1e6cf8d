package dev.arceval.core.curate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a few items that stand for many: like all of them, covering what they do, and valuable.
 *
 * <p>Maximises <em>f(S) = likeness + {@value #COVERAGE} · coverage + {@value #VALUE} · value</em>, each from 0 to 1: likeness
 * is the mean, over all items, of the likeness to the nearest chosen one (facility location); coverage is the weighted share
 * of features that some chosen item has; value is the mean value of the chosen. Each term is monotone and submodular, so
 * greedy choice is within 1 − 1/e of the best possible. It is lazy: an item's gain can only shrink, so a stale gain that is
 * no longer the largest need not be brought up to date.
 *
 * <p>An item with nearly the same input as a chosen one waits until no other is left. (The bound holds for choices without
 * such a case.)
 *
 * <p>Bounds for large inputs: among more than {@value #MOST_ITEMS} items the choice is from that many, taken from all
 * strata in turn, and likeness is the mean over {@value #MOST_REPRESENTED} items drawn by hash, which by Hoeffding's
 * inequality is within 0.052 of the mean over all with 99 % confidence. Then 5 million likenesses are computed at the start.
 *
 * <p>Sources: G. Nemhauser, L. Wolsey, M. Fisher, "An analysis of approximations for maximizing submodular set functions",
 * 1978; M. Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978.
 */
final class DiverseSelection {

    static final double NEAR_DUPLICATE = 0.9;
    static final int MOST_ITEMS = 5_000;
    static final int MOST_REPRESENTED = 1_000;

    private static final double COVERAGE = 1.0;
    private static final double VALUE = 0.2;

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

    private static final Comparator<Item> BY_TIE = Comparator.comparingLong(Item::tie).thenComparing(Item::id);

    private final List<Item> items;
    private final List<Item> represented;
    private final Features features;
    private final double[] nearest;
    private final BitSet covered = new BitSet();
    private final double totalWeight;
    private final double allFeatures;
    private final List<Item> chosen = new ArrayList<>();
    private final int limit;

    DiverseSelection(List<Item> all, Features features, int limit) {
        List<Item> ordered = all.stream().sorted(BY_TIE).toList();
        this.items = Strata.inTurn(ordered, MOST_ITEMS);
        this.represented = ordered.subList(0, Math.min(ordered.size(), MOST_REPRESENTED));
        this.features = features;
        this.nearest = new double[represented.size()];
        this.totalWeight = represented.stream().mapToLong(Item::weight).sum();
        this.limit = limit;
        BitSet present = new BitSet();
        all.forEach(item -> addTo(present, item));
        this.allFeatures = present.stream().mapToLong(features::weight).sum();
    }

    /** Returns the chosen items in order of choice: exactly {@code limit}, or all if there are fewer. */
    List<Item> choose() {
        List<Item> waiting = new ArrayList<>();
        choose(items, waiting);
        choose(waiting, null);
        return List.copyOf(chosen);
    }

    /** An item with the gain it had when {@code chosen} held {@code asOf} items. */
    private record Gain(Item item, double gain, int asOf) {}

    private static final Comparator<Gain> LARGEST_FIRST =
            Comparator.comparingDouble(Gain::gain).reversed().thenComparing(Gain::item, BY_TIE);

    private void choose(List<Item> from, @Nullable List<Item> waiting) {
        PriorityQueue<Gain> queue = new PriorityQueue<>(LARGEST_FIRST);
        if (chosen.size() < limit) {
            from.forEach(item -> queue.add(new Gain(item, gain(item), chosen.size())));
        }
        while (chosen.size() < limit && !queue.isEmpty()) {
            Gain best = queue.remove();
            if (waiting != null && isNearDuplicate(best.item)) {
                waiting.add(best.item);
            } else if (best.asOf < chosen.size()) {
                queue.add(new Gain(best.item, gain(best.item), chosen.size()));
            } else {
                take(best.item);
            }
        }
    }

    private boolean isNearDuplicate(Item item) {
        return chosen.stream().anyMatch(other -> nearDuplicates(item, other));
    }

    static boolean nearDuplicates(Item one, Item two) {
        return one.agent.equals(two.agent) && one.input.likeness(two.input) >= NEAR_DUPLICATE;
    }

    private double gain(Item item) {
        double closer = 0;
        for (int i = 0; i < nearest.length; i++) {
            Item other = represented.get(i);
            closer += other.weight * Math.max(0, likeness(item, other) - nearest[i]);
        }
        long news = 0;
        for (int feature : item.features) {
            news += covered.get(feature) ? 0 : features.weight(feature);
        }
        return closer / totalWeight + COVERAGE * news / allFeatures + VALUE * item.value / limit;
    }

    private void take(Item item) {
        chosen.add(item);
        addTo(covered, item);
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = Math.max(nearest[i], likeness(item, represented.get(i)));
        }
    }

    static double likeness(Item one, Item two) {
        return (InputText.jaccard(one.features, two.features, Integer.MAX_VALUE) + one.input.likeness(two.input)) / 2;
    }

    private static void addTo(BitSet set, Item item) {
        for (int feature : item.features) {
            set.set(feature);
        }
    }
}
