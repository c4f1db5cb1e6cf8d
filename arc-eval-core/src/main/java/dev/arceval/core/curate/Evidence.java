package dev.arceval.core.curate;

import dev.arceval.eval.TracePattern.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values a candidate by what the others show. Every term is a share of its weight; none knows absolute times or lengths.
 *
 * <ul>
 *   <li>novelty: mean inverse document frequency of its tools, steps in a row and errors, over that of something seen once
 *   <li>surprise: how many bits its outcome says (failed, recovered or neither) among the runs of its agent; five are all
 *   <li>uncertainty: 4 p (1 − p) for the smoothed pass rate p of its task, times 1 − 1/n: a task seen once says nothing
 *   <li>traffic: logarithm of the runs of its structure, over that of the most frequent one
 * </ul>
 */
final class Evidence {

    private static final double NOVELTY = 0.3;
    private static final double SURPRISE = 0.3;
    private static final double UNCERTAINTY = 0.2;
    private static final double TRAFFIC = 0.2;
    /** One run in 32: rarer outcomes are about as telling. */
    private static final double ALL_BITS = 5;

    private final Features features;
    private final int[] seen;
    private final int candidates;
    private final Map<Shown, Integer> outcomes = new HashMap<>();
    private final Map<String, Integer> ofAgent = new HashMap<>();
    private final Map<Long, Tries> tasks = new HashMap<>();
    private final Map<String, Integer> patterns = new HashMap<>();
    private final int mostFrequent;

    private enum End {
        FAILED,
        RECOVERED,
        PLAIN;

        static End of(Candidate candidate) {
            return !candidate.good() ? FAILED : candidate.kinds().contains(Kind.RECOVERY) ? RECOVERED : PLAIN;
        }
    }

    private record Shown(String agent, End end) {}

    private record Tries(int passed, int all) {

        Tries plus(Tries other) {
            return new Tries(passed + other.passed, all + other.all);
        }
    }

    Evidence(Collection<Candidate> all, Features features) {
        this.features = features;
        this.seen = new int[features.count()];
        this.candidates = all.size();
        for (Candidate candidate : all) {
            for (int feature : Features.union(List.of(candidate.structure(), candidate.evidence()))) {
                seen[feature]++;
            }
            outcomes.merge(new Shown(candidate.agent(), End.of(candidate)), 1, Integer::sum);
            ofAgent.merge(candidate.agent(), 1, Integer::sum);
            tasks.merge(candidate.task(), new Tries(candidate.good() ? 1 : 0, 1), Tries::plus);
            patterns.merge(candidate.patternId(), 1, Integer::sum);
        }
        this.mostFrequent =
                patterns.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    /** Returns in how many candidates a feature occurs. */
    int seen(int feature) {
        return feature < seen.length ? seen[feature] : 0;
    }

    /** Returns the value, 0 to 1. */
    double of(Candidate candidate) {
        double sum = 0;
        for (double term : terms(candidate).values()) {
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** Returns what each term adds. */
    Map<String, Double> terms(Candidate candidate) {
        Map<String, Double> terms = new LinkedHashMap<>();
        terms.put("novelty", NOVELTY * novelty(candidate));
        terms.put("surprise", SURPRISE * surprise(candidate));
        terms.put("uncertainty", UNCERTAINTY * uncertainty(candidate));
        terms.put("traffic", TRAFFIC * traffic(candidate));
        return terms;
    }

    private double novelty(Candidate candidate) {
        if (candidates < 2) {
            return 0;
        }
        // Counted by document frequency first, since the order of features depends on that of runs and a sum on its
        // order.
        Map<Integer, Integer> byFrequency = new TreeMap<>();
        int telling = 0;
        for (int feature : Features.union(List.of(candidate.structure(), candidate.evidence()))) {
            switch (features.type(feature)) {
                case TOOL, EDGE, ERROR -> {
                    byFrequency.merge(seen[feature], 1, Integer::sum);
                    telling++;
                }
                case KIND, LENGTH, PATTERN, TASK -> {}
            }
        }
        double sum = 0;
        for (Map.Entry<Integer, Integer> each : byFrequency.entrySet()) {
            sum += each.getValue() * Math.log((double) candidates / each.getKey());
        }
        return telling == 0 ? 0 : sum / telling / Math.log(candidates);
    }

    private double surprise(Candidate candidate) {
        int shown = outcomes.getOrDefault(new Shown(candidate.agent(), End.of(candidate)), 0);
        double share = (double) shown / ofAgent.getOrDefault(candidate.agent(), 1);
        return Math.min(1, Math.max(0, -Math.log(share) / Math.log(2) / ALL_BITS));
    }

    private double uncertainty(Candidate candidate) {
        Tries tries = tasks.getOrDefault(candidate.task(), new Tries(0, 1));
        double rate = (tries.passed + 1.) / (tries.all + 2.);
        return 4 * rate * (1 - rate) * (1 - 1. / tries.all);
    }

    private double traffic(Candidate candidate) {
        int runs = patterns.getOrDefault(candidate.patternId(), 1);
        return Math.log1p(runs) / Math.log1p(mostFrequent);
    }
}
