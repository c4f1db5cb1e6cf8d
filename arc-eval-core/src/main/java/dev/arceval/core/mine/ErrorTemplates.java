package dev.arceval.core.mine;

import dev.arceval.eval.PatternReport.ErrorTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Folds masked messages into templates. Messages of one step and error type with the same first word and number of words are
 * alike if six in ten of their words agree; words that differ become {@code *}. Numbers that are left say what went wrong and
 * must agree.
 *
 * <p>The rules are those of a fixed-depth parse tree, but all messages are known before the first one is placed, the most frequent
 * first, so that the templates do not depend on the order of arrival. Source: P. He et al., "Drain: an online log parsing
 * approach with fixed depth tree", ICWS 2017.
 */
final class ErrorTemplates {

    private static final double ALIKE = 0.6;
    private static final int PATTERNS = 5;
    private static final int EXAMPLES = 3;
    private static final String ANY = "*";

    private ErrorTemplates() {}

    /** A template while it grows. */
    private static final class Group {
        private final List<String> words;
        private final List<ErrorEntry> entries = new ArrayList<>();

        Group(ErrorEntry first) {
            this.words = new ArrayList<>(words(first));
        }

        void take(ErrorEntry entry) {
            List<String> others = words(entry);
            for (int i = 0; i < words.size(); i++) {
                if (!words.get(i).equals(others.get(i))) {
                    words.set(i, ANY);
                }
            }
            entries.add(entry);
        }

        /** The share of words that agree; 0 if a number differs. */
        double likeness(List<String> others) {
            int agree = 0;
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).equals(others.get(i))) {
                    agree++;
                } else if (isNumber(words.get(i)) || isNumber(others.get(i))) {
                    return 0;
                }
            }
            return (double) agree / words.size();
        }

        private static boolean isNumber(String word) {
            return word.chars().anyMatch(c -> c >= '0' && c <= '9');
        }
    }

    static List<ErrorTemplate> of(Smallest<ErrorEntry> errors, Structures structures) {
        Map<String, List<Group>> byShape = new LinkedHashMap<>();
        errors.values().stream()
                .sorted(Comparator.comparingLong(ErrorEntry::runs)
                        .reversed()
                        .thenComparing(ErrorEntry::message)
                        .thenComparing(ErrorEntry::key))
                .forEach(entry -> place(entry, byShape.computeIfAbsent(shape(entry), shape -> new ArrayList<>())));
        Map<Long, Map<String, Long>> patterns = patternsByMessage(structures);
        return byShape.values().stream()
                .flatMap(List::stream)
                .map(group -> template(group, patterns))
                .sorted(Comparator.comparingLong(ErrorTemplate::runs).reversed().thenComparing(ErrorTemplate::id))
                .toList();
    }

    private static void place(ErrorEntry entry, List<Group> groups) {
        List<String> words = words(entry);
        Group best = null;
        double most = ALIKE;
        for (Group group : groups) {
            double likeness = group.likeness(words);
            if (likeness > most || (best == null && likeness == most)) {
                best = group;
                most = likeness;
            }
        }
        if (best == null) {
            best = new Group(entry);
            groups.add(best);
        }
        best.take(entry);
    }

    private static List<String> words(ErrorEntry entry) {
        return List.of(entry.message().split(" ", -1));
    }

    private static String shape(ErrorEntry entry) {
        List<String> words = words(entry);
        return entry.type() + '\u001f' + entry.step() + '\u001f' + words.size() + '\u001f' + words.get(0);
    }

    private static ErrorTemplate template(Group group, Map<Long, Map<String, Long>> patterns) {
        ErrorEntry first = group.entries.get(0);
        String template = String.join(" ", group.words);
        Example[] examples = Example.NONE;
        Map<String, Long> runsOf = new TreeMap<>();
        for (ErrorEntry entry : group.entries) {
            examples = Example.with(examples, entry.examples(), Example.LATEST_FIRST, EXAMPLES);
            patterns.getOrDefault(entry.key(), Map.of()).forEach((id, runs) -> runsOf.merge(id, runs, Long::sum));
        }
        return new ErrorTemplate(
                Signature.id(Hash.of(first.type() + '\u001f' + first.step() + '\u001f' + template)),
                template,
                first.type(),
                first.step(),
                group.entries.stream().mapToLong(ErrorEntry::runs).sum(),
                group.entries.stream().mapToLong(ErrorEntry::failures).sum(),
                mostFrequent(runsOf),
                Example.ids(examples));
    }

    private static Map<String, Long> mostFrequent(Map<String, Long> runs) {
        return runs.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(PATTERNS)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static Map<Long, Map<String, Long>> patternsByMessage(Structures structures) {
        Map<Long, Map<String, Long>> patterns = new TreeMap<>();
        for (int i = 0; i < structures.count(); i++) {
            String id = Signature.id(structures.id(i));
            HashCounts messages = structures.state(i).messages();
            for (long key : messages.keys()) {
                patterns.computeIfAbsent(key, message -> new TreeMap<>()).put(id, messages.count(key));
            }
        }
        return patterns;
    }
}
