package dev.arceval.core.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What two texts have in common, as words.
 *
 * <p>Sources: ROUGE: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, as F1. BLEU: K. Papineni and
 * others, ACL 2002, with the smoothing of C.-Y. Lin and F. Och, COLING 2004.
 */
final class Overlap {

    static final int MAX_WORDS = 4;

    private Overlap() {}

    static double rouge(int n, List<String> expected, List<String> answer) {
        Map<List<String>, Integer> wanted = grams(n, expected);
        Map<List<String>, Integer> found = grams(n, answer);
        return f1(shared(wanted, found), size(wanted), size(found));
    }

    static double rougeL(List<String> expected, List<String> answer) {
        int common = EditDistance.common(
                expected.size(), answer.size(), (i, j) -> expected.get(i).equals(answer.get(j)));
        return f1(common, expected.size(), answer.size());
    }

    /** Sequences longer than the answer are left out of the mean. */
    static double bleu(List<String> expected, List<String> answer) {
        double logs = 0;
        int orders = Math.min(MAX_WORDS, answer.size());
        for (int n = 1; n <= orders; n++) {
            int more = n == 1 ? 0 : 1;
            Map<List<String>, Integer> found = grams(n, answer);
            double hits = shared(grams(n, expected), found) + more;
            if (hits == 0) {
                return 0;
            }
            logs += Math.log(hits / (size(found) + more));
        }
        if (orders == 0) {
            return 0;
        }
        double brevity = answer.size() >= expected.size() ? 0 : 1 - expected.size() / (double) answer.size();
        return Math.exp(brevity + logs / orders);
    }

    private static double f1(int shared, int wanted, int found) {
        return wanted + found == 0 ? 1 : 2.0 * shared / (wanted + found);
    }

    private static Map<List<String>, Integer> grams(int n, List<String> words) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + n <= words.size(); i++) {
            grams.merge(words.subList(i, i + n), 1, Integer::sum);
        }
        return grams;
    }

    private static int shared(Map<List<String>, Integer> one, Map<List<String>, Integer> other) {
        return one.entrySet().stream()
                .mapToInt(gram -> Math.min(gram.getValue(), other.getOrDefault(gram.getKey(), 0)))
                .sum();
    }

    private static int size(Map<List<String>, Integer> grams) {
        return grams.values().stream().mapToInt(Integer::intValue).sum();
    }
}
