package dev.arceval.core.compare;

import dev.arceval.eval.Cause;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what runs of one side do, so that cells can count them. Not thread-safe.
 *
 * <p>Bounded: of more than {@value #MAX_NAMES} tools, or tools after one another, those with the smallest hashes are known.
 * One once forgotten can never come back, so the result does not depend on order or split.
 */
final class TraitTable {

    static final int MAX_NAMES = 1_024;

    private final Map<Cause.Kind, TreeMap<Long, Traits.Trait>> known = new EnumMap<>(Cause.Kind.class);
    private final Map<Traits.Trait, Long> hashes = new HashMap<>();

    /** Returns the number of a trait: a hash, the same on both sides. */
    long key(Traits.Trait trait) {
        Long hash = hashes.get(trait);
        if (hash == null) {
            hash = Fingerprint.of(trait.kind().name(), trait.name());
            add(hash, trait);
        }
        return hash;
    }

    void merge(TraitTable other) {
        other.hashes.forEach((trait, hash) -> add(hash, trait));
    }

    /** Returns what a number stands for; {@code null} if it was forgotten. */
    Traits.@Nullable Trait trait(long key) {
        for (TreeMap<Long, Traits.Trait> ofKind : known.values()) {
            Traits.Trait trait = ofKind.get(key);
            if (trait != null) {
                return trait;
            }
        }
        return null;
    }

    private void add(long hash, Traits.Trait trait) {
        TreeMap<Long, Traits.Trait> ofKind = known.computeIfAbsent(trait.kind(), kind -> new TreeMap<>());
        ofKind.put(hash, trait);
        hashes.put(trait, hash);
        if (ofKind.size() > MAX_NAMES) {
            hashes.remove(ofKind.pollLastEntry().getValue());
        }
    }
}
