package dev.arceval.core.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Collects what the detectors report for one text and settles overlaps. Not thread-safe. */
final class Leaks {

    private static final Comparator<Leak> BY_PLACE =
            Comparator.comparingInt(Leak::start).thenComparing(Leak::end, Comparator.reverseOrder());

    private final List<Leak> all = new ArrayList<>();

    void add(int start, int end, String rule, Leak.Type type) {
        if (end > start) {
            all.add(new Leak(start, end, rule, type));
        }
    }

    void add(Leak leak) {
        if (leak.end() > leak.start()) {
            all.add(leak);
        }
    }

    void add(int start, int end, String rule, String label) {
        if (end > start) {
            all.add(new Leak(start, end, rule, Leak.Type.of(label), label));
        }
    }

    /** Hands over what passes the test. */
    void moveTo(Leaks others, Predicate<Leak> test) {
        all.stream().filter(test).forEach(others.all::add);
    }

    /**
     * The leaks in order, none overlapping another. Two that overlap become one over both, named after the type that
     * takes precedence, so that no part of either is left standing.
     */
    List<Leak> settle() {
        all.sort(BY_PLACE);
        List<Leak> settled = new ArrayList<>(all.size());
        for (Leak leak : all) {
            Leak last = settled.isEmpty() ? null : settled.get(settled.size() - 1);
            if (last == null || leak.start() >= last.end()) {
                settled.add(leak);
            } else {
                settled.set(settled.size() - 1, union(last, leak));
            }
        }
        return settled;
    }

    /** A credential's format says more than the name in front of it. */
    private static Leak moreTelling(Leak a, Leak b) {
        return a.rule().equals(SecretDetector.BY_NAME) ? b : a;
    }

    private static Leak union(Leak a, Leak b) {
        boolean sameType = a.label().equals(b.label());
        Leak name = sameType ? moreTelling(a, b) : a.type().compareTo(b.type()) < 0 ? a : b;
        return new Leak(a.start(), Math.max(a.end(), b.end()), name.rule(), name.type(), name.label());
    }
}
