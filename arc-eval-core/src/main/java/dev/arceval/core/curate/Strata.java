package dev.arceval.core.curate;

import dev.arceval.core.curate.DiverseSelection.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Thins items out so that every stratum keeps some. */
final class Strata {

    private Strata() {}

    /** Returns the first item of each stratum, then the second of each, and so on, up to {@code limit}. */
    static List<Item> inTurn(List<Item> ordered, int limit) {
        if (ordered.size() <= limit) {
            return ordered;
        }
        Map<String, List<Item>> strata = new LinkedHashMap<>();
        ordered.forEach(item -> strata.computeIfAbsent(item.stratum(), stratum -> new ArrayList<>())
                .add(item));
        List<Item> kept = new ArrayList<>(limit);
        for (int rank = 0; kept.size() < limit; rank++) {
            for (List<Item> stratum : strata.values()) {
                if (rank < stratum.size() && kept.size() < limit) {
                    kept.add(stratum.get(rank));
                }
            }
        }
        return kept;
    }
}
