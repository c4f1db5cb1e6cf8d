package dev.arceval.core.compare;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs counted by stratum. Not thread-safe.
 *
 * <p>Bounded: of more than {@value #MAX_STRATA} strata those with the smallest hash keep their own tally, all others share
 * one. A stratum once moved there can never come back, so the result does not depend on order or split.
 */
final class StratumTable {

    static final int MAX_STRATA = 8_192;

    private final TreeMap<Key, Tally> strata = new TreeMap<>();
    private final Tally rest = new Tally();
    private final int maxStrata;

    StratumTable() {
        this(MAX_STRATA);
    }

    StratumTable(int maxStrata) {
        this.maxStrata = maxStrata;
    }

    /** A stratum's name behind its hash. */
    record Key(long hash, String id) implements Comparable<Key> {

        static Key of(String id) {
            return new Key(Fingerprint.of("stratum", id), id);
        }

        @Override
        public int compareTo(Key other) {
            int byHash = Long.compare(hash, other.hash);
            return byHash != 0 ? byHash : id.compareTo(other.id);
        }
    }

    void add(Key key, RunFacts run) {
        Tally tally = slot(key);
        tally.add(run);
        if (tally != rest) {
            tally.addLatency(run);
        }
    }

    void merge(StratumTable other) {
        other.strata.forEach((key, tally) -> slot(key).merge(tally));
        rest.merge(other.rest);
    }

    /** Returns the strata with a tally of their own, in an order that says nothing. */
    Map<Key, Tally> strata() {
        return Collections.unmodifiableMap(strata);
    }

    Optional<Tally> find(Key key) {
        return Optional.ofNullable(strata.get(key));
    }

    /** Returns the runs of all strata beyond the bound. */
    Tally rest() {
        return rest;
    }

    private Tally slot(Key key) {
        Tally known = strata.get(key);
        if (known != null) {
            return known;
        }
        if (strata.size() >= maxStrata) {
            Key last = strata.lastKey();
            if (key.compareTo(last) > 0) {
                return rest;
            }
            rest.merge(strata.pollLastEntry().getValue());
        }
        Tally fresh = new Tally();
        strata.put(key, fresh);
        return fresh;
    }
}
