package dev.arceval.core.mine;

import dev.arceval.core.stats.WestfallYoung;
import dev.arceval.eval.PatternReport.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the sampled runs show which sequence of steps, failed step or model: one bit each.
 *
 * <p>Sequences are made from structures, so a run needs no more than the number of its own. Steps are numbered in the order
 * of their hashes, which is the same whatever came first.
 */
final class RunTable {

    /** Rarer sequences cannot be told from chance, and there would be many. */
    private static final int FEWEST_RUNS = 5;

    private static final int ONE_IN = 200;
    private static final int MOST_ROWS = 4_000;
    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;
    private static final int FAILED_STEP_LENGTH = 4;

    private final List<SampledRun> runs;
    private final List<Token> tokens;
    private final List<Row> rows = new ArrayList<>();

    /**
     * What some runs show.
     *
     * @param steps labels of the steps
     * @param part what it is if it is a single thing
     * @param detail the more of it, the better it explains the same runs
     * @param bits the runs that show it
     */
    record Row(List<String> steps, @Nullable Part part, int detail, long[] bits) {}

    RunTable(List<SampledRun> runs, Structures structures, Smallest<PatternMiner.Part> parts) {
        this.runs = runs;
        this.tokens = IntStream.range(0, structures.vocabulary().size())
                .mapToObj(structures.vocabulary()::token)
                .sorted(Comparator.comparingLong(Token::hash))
                .toList();
        addSequences(structures);
        addParts(parts);
    }

    List<SampledRun> runs() {
        return runs;
    }

    /** Returns what at least {@value #FEWEST_RUNS} runs show and one in {@value #ONE_IN}, and not all of them. */
    List<Row> rows() {
        return rows;
    }

    /** Returns the failed runs. */
    long[] failed() {
        long[] failed = emptySet();
        for (int i = 0; i < runs.size(); i++) {
            failed[i >> 6] |= runs.get(i).failed() ? 1L << i : 0;
        }
        return failed;
    }

    private long[] emptySet() {
        return new long[(runs.size() + 63) >> 6];
    }

    private boolean isTested(int support) {
        return support >= Math.max(FEWEST_RUNS, runs.size() / ONE_IN) && support < runs.size();
    }

    private void addSequences(Structures structures) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            numbers.put(tokens.get(i).hash(), i + 1);
        }
        Map<Long, long[]> gramsOf = new HashMap<>();
        Map<Long, Integer> support = new HashMap<>();
        for (SampledRun run : runs) {
            long[] grams = gramsOf.computeIfAbsent(run.structure(), id -> grams(structures, id, numbers));
            for (long gram : grams) {
                support.merge(gram, 1, Integer::sum);
            }
        }
        Map<Long, long[]> tested = new TreeMap<>();
        support.entrySet().stream()
                .filter(entry -> isTested(entry.getValue()))
                .sorted(Map.Entry.<Long, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_ROWS)
                .forEach(entry -> tested.put(entry.getKey(), emptySet()));
        for (int i = 0; i < runs.size(); i++) {
            for (long gram : gramsOf.getOrDefault(runs.get(i).structure(), new long[0])) {
                long[] bits = tested.get(gram);
                if (bits != null) {
                    bits[i >> 6] |= 1L << i;
                }
            }
        }
        tested.forEach((gram, bits) -> rows.add(row(gram, bits)));
    }

    private static long[] grams(Structures structures, long id, Map<Long, Integer> numbers) {
        int structure = structures.indexOf(id);
        return structure < 0
                ? new long[0]
                : Grams.of(
                        Arrays.stream(structures.state(structure).steps())
                                .map(step -> numbers.getOrDefault(
                                        structures.token(step).hash(), 0))
                                .toArray(),
                        (a, b, c) -> (long) a << 2 * BITS | (long) b << BITS | c);
    }

    private Row row(long gram, long[] bits) {
        List<String> steps = new ArrayList<>();
        for (int shift = 2 * BITS; shift >= 0; shift -= BITS) {
            int number = (int) (gram >>> shift) & MASK;
            if (number > 0) {
                steps.add(tokens.get(number - 1).label());
            }
        }
        return new Row(List.copyOf(steps), steps.size() == 1 ? part(gram) : null, steps.size(), bits);
    }

    private Part part(long single) {
        return tokens.get((int) (single >>> 2 * BITS) - 1).tool() == null ? Part.STEP : Part.TOOL;
    }

    private void addParts(Smallest<PatternMiner.Part> parts) {
        Map<Long, long[]> bits = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (long part : runs.get(i).parts()) {
                bits.computeIfAbsent(part, hash -> emptySet())[i >> 6] |= 1L << i;
            }
        }
        bits.forEach((hash, set) -> {
            PatternMiner.Part part = parts.get(hash);
            if (part != null && isTested(WestfallYoung.count(set))) {
                boolean step = part.kind() == Part.FAILED_STEP;
                String label = step ? part.name() + " failed" : "model " + part.name();
                rows.add(new Row(List.of(label), part.kind(), step ? FAILED_STEP_LENGTH : 0, set));
            }
        });
    }
}
