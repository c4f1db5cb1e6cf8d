package dev.arceval.core.curate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.TestObjects;
import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.curate.DiverseSelection.Item;
import dev.arceval.core.curate.DiverseSelection.Look;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DiverseSelectionTest {

    private static final List<String> TOOLS = List.of("a", "b", "c", "d", "e", "f");

    /** Whatever the runs are: the bound of the theory, and on ordinary input far better. */
    @Property(tries = 100, seed = "1")
    void choiceIsNearTheBestOfAllChoices(@ForAll long seed) {
        Features features = new Features();
        List<Item> items = items(12, features, new SplittableRandom(seed));
        DiverseSelection selection = selection(items, features, 4);

        DiverseSelection.Choice choice = selection.best();

        double best = choices(items, 4).stream()
                .mapToDouble(some -> selection.worth(some, choice.coverage()))
                .max()
                .orElseThrow();
        assertThat(choice.chosen()).hasSize(4);
        assertThat(selection.worth(choice.chosen(), choice.coverage()))
                .isGreaterThanOrEqualTo((1 - 1 / Math.E) * best)
                .isGreaterThan(0.9 * best);
    }

    @Test
    void manyItemsAreThinnedWithoutLosingStratum() {
        Features features = new Features();
        List<Item> items = new ArrayList<>(items(DiverseSelection.MOST_ITEMS + 500, features, new SplittableRandom(1)));
        Trace rare = TestObjects.run("rare").tool("reactor").build();
        items.add(item("rare", "rare", "open the reactor", rare, features, 1, 0.5));

        assertThat(Strata.inTurn(items, DiverseSelection.MOST_ITEMS))
                .hasSize(DiverseSelection.MOST_ITEMS)
                .extracting(Item::id)
                .contains("rare");
        for (int limit : new int[] {100, DiverseSelection.MOST_ITEMS + 200}) {
            assertThat(selection(items, features, limit).choose())
                    .hasSize(limit)
                    .doesNotHaveDuplicates();
        }
    }

    /** Of items that stand for one run each. */
    private static DiverseSelection selection(List<Item> items, Features features, int limit) {
        Map<Integer, Integer> seen = new HashMap<>();
        items.forEach(item -> IntStream.of(item.features()).forEach(feature -> seen.merge(feature, 1, Integer::sum)));
        List<Look> runs = items.stream()
                .limit(DiverseSelection.MOST_REPRESENTED)
                .map(item -> new Look(item.input(), features.behaviour(item.features())))
                .toList();
        return new DiverseSelection(
                items, List.of(), runs, features, feature -> seen.getOrDefault(feature, 0), limit, Map.of());
    }

    private static List<List<Item>> choices(List<Item> items, int size) {
        return IntStream.range(0, 1 << items.size())
                .filter(bits -> Integer.bitCount(bits) == size)
                .mapToObj(bits -> IntStream.range(0, items.size())
                        .filter(i -> (bits >> i & 1) == 1)
                        .mapToObj(items::get)
                        .toList())
                .toList();
    }

    private static List<Item> items(int count, Features features, SplittableRandom random) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RunBuilder run = TestObjects.run("t" + i);
            for (int calls = random.nextInt(4); calls >= 0; calls--) {
                run.tool(TOOLS.get(random.nextInt(TOOLS.size())));
            }
            String input = "ask " + random.nextInt(6) + " about " + random.nextInt(6) + " and " + random.nextInt(9_999);
            items.add(item("t" + i, "p" + i % 3, input, run.build(), features, random.nextLong(), random.nextDouble()));
        }
        return items;
    }

    private static Item item(
            String id, String stratum, String input, Trace trace, Features features, long tie, double value) {
        int[] structure = features.ofStructure(
                new Run(trace, stratum, Set.of(), false, List.of(), 0), trace.toolCalls(), input, input.hashCode());
        return new Item(id, "support", InputText.of(input), structure, value, stratum, tie);
    }
}
