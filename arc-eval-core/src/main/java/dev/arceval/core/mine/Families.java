package dev.arceval.core.mine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which structures are nearly the same. Two are if at least {@value #LEAST_COMMON} of {@value #HASHES} min-hashes of their
 * short sequences agree, which happens at a Jaccard similarity of about 0.6; a family is what hangs together so.
 *
 * <p>Only structures that agree on all {@value #ROWS} min-hashes of some band are compared, so the cost is linear in the number
 * of structures rather than square. The result depends on the set of structures alone. A family is called after the structure
 * that was seen first, so that new structures do not rename it.
 *
 * <p>Sources: A. Broder, "On the resemblance and containment of documents" (1997); P. Indyk, R. Motwani, STOC (1998) for
 * banding.
 */
final class Families {

    private static final int HASHES = 64;
    private static final int ROWS = 4;
    private static final int LEAST_COMMON = 39;
    private static final long SEED = 0x66616d696c696573L;

    private final int[] familyOf;
    private final int count;
    private final long[] ids;

    private Families(int[] familyOf, int count, long[] ids) {
        this.familyOf = familyOf;
        this.count = count;
        this.ids = ids;
    }

    /**
     * Finds the families.
     *
     * @param ids hashes of the structures
     * @param states the structures, in the same order
     */
    static Families of(long[] ids, List<PatternState> states, Vocabulary vocabulary) {
        int[] hashes = new int[ids.length * HASHES];
        for (int i = 0; i < ids.length; i++) {
            minHash(states.get(i).steps(), vocabulary, hashes, i * HASHES);
        }
        int[] parent = IntStream.range(0, ids.length).toArray();
        for (int band = 0; band < HASHES / ROWS; band++) {
            joinBand(hashes, band * ROWS, parent);
        }
        return named(ids, states, parent);
    }

    int count() {
        return count;
    }

    /** Returns the number of a structure's family. */
    int of(int structure) {
        return familyOf[structure];
    }

    /** Returns the id of a family: that of one of its structures. */
    long id(int family) {
        return ids[family];
    }

    /** Returns the structures of each family. */
    List<List<Integer>> members() {
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < familyOf.length; i++) {
            members.get(familyOf[i]).add(i);
        }
        return members;
    }

    private static void minHash(int[] steps, Vocabulary vocabulary, int[] hashes, int at) {
        int[] numbers = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            numbers[i] = Steps.token(steps[i]) + 1;
        }
        long[] grams = Grams.of(
                numbers,
                (a, b, c) -> Hash.join(Hash.join(hash(a, vocabulary), hash(b, vocabulary)), hash(c, vocabulary)));
        for (int h = 0; h < HASHES; h++) {
            long seed = Hash.join(SEED, h);
            int least = Integer.MAX_VALUE;
            for (long gram : grams) {
                least = Math.min(least, (int) (Hash.join(seed, gram) >>> 32) & Integer.MAX_VALUE);
            }
            hashes[at + h] = least;
        }
    }

    private static long hash(int number, Vocabulary vocabulary) {
        return number == 0 ? 0 : vocabulary.token(number - 1).hash();
    }

    /** Within a bucket each is compared with the first and with the one before it: a chain is enough to hang together. */
    private static void joinBand(int[] hashes, int offset, int[] parent) {
        Map<Long, int[]> buckets = new HashMap<>();
        for (int i = 0; i < parent.length; i++) {
            long key = 0;
            for (int r = 0; r < ROWS; r++) {
                key = Hash.join(key, hashes[i * HASHES + offset + r]);
            }
            int[] seen = buckets.get(key);
            if (seen == null) {
                buckets.put(key, new int[] {i, i});
            } else {
                for (int other : seen) {
                    if (alike(hashes, i, other)) {
                        union(parent, i, other);
                    }
                }
                seen[1] = i;
            }
        }
    }

    private static boolean alike(int[] hashes, int one, int other) {
        int common = 0;
        for (int h = 0; h < HASHES; h++) {
            common += hashes[one * HASHES + h] == hashes[other * HASHES + h] ? 1 : 0;
        }
        return common >= LEAST_COMMON;
    }

    private static void union(int[] parent, int one, int other) {
        int a = root(parent, one);
        int b = root(parent, other);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private static int root(int[] parent, int of) {
        int at = of;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private static Families named(long[] ids, List<PatternState> states, int[] parent) {
        Comparator<Integer> seenFirst = Comparator.comparingLong(
                        (Integer i) -> states.get(i).firstSeenEpochNanos())
                .thenComparing(i -> ids[i], Long::compareUnsigned);
        int[] familyOf = new int[ids.length];
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            int root = root(parent, i);
            Integer number = numbers.get(root);
            if (number == null) {
                number = first.size();
                numbers.put(root, number);
                first.add(i);
            } else if (seenFirst.compare(i, first.get(number)) < 0) {
                first.set(number, i);
            }
            familyOf[i] = number;
        }
        return new Families(
                familyOf, first.size(), first.stream().mapToLong(i -> ids[i]).toArray());
    }
}
