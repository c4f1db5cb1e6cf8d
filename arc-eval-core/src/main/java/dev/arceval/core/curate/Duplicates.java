package dev.arceval.core.curate;

import dev.arceval.core.curate.DiverseSelection.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what a chosen item stands for although its input is worded slightly differently. */
final class Duplicates {

    private Duplicates() {}

    /**
     * Returns, by chosen item, the others of its stratum whose input is nearly the same; of several chosen ones the first
     * stands for them. Costs one comparison for each pair of a stratum's items and chosen items.
     */
    static Map<Item, List<Item>> of(List<Item> items, List<Item> chosen) {
        Map<String, List<Item>> chosenByStratum = new HashMap<>();
        Set<String> chosenIds = new HashSet<>();
        for (Item item : chosen) {
            chosenIds.add(item.id());
            chosenByStratum
                    .computeIfAbsent(item.stratum(), stratum -> new ArrayList<>())
                    .add(item);
        }
        Map<Item, List<Item>> duplicates = new HashMap<>();
        for (Item item : items) {
            if (!chosenIds.contains(item.id())) {
                chosenByStratum.getOrDefault(item.stratum(), List.of()).stream()
                        .filter(kept -> DiverseSelection.nearDuplicates(item, kept))
                        .findFirst()
                        .ifPresent(kept -> duplicates
                                .computeIfAbsent(kept, key -> new ArrayList<>())
                                .add(item));
            }
        }
        return duplicates;
    }
}
