package dev.arceval.cli;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.TracePattern;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is said about a dataset that was written. */
final class DatasetText {

    private DatasetText() {}

    /** {@code 12 cases written to smoke.jsonl (2 failure, 10 success), standing for 34 runs.} */
    static String summary(Dataset dataset, Path file) {
        if (dataset.isEmpty()) {
            return "No case qualifies; " + file + " is empty. Ask for a lower --min-quality, or for other kinds.";
        }
        Map<TracePattern.Kind, Long> kinds = new TreeMap<>();
        dataset.cases()
                .forEach(evalCase -> evalCase.provenance().kinds().stream()
                        .findFirst()
                        .ifPresent(kind -> kinds.merge(kind, 1L, Long::sum)));
        long runs = dataset.cases().stream()
                .mapToLong(evalCase -> evalCase.provenance().standsFor().size())
                .sum();
        return dataset.size() + (dataset.size() == 1 ? " case" : " cases") + " written to " + file + " ("
                + kinds.entrySet().stream()
                        .map(entry ->
                                entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + "), standing for " + runs + (runs == 1 ? " run" : " runs") + ", quality " + qualities(dataset) + ".";
    }

    /** The lowest and the highest quality: an honest word about a dataset that had to take what there was. */
    private static String qualities(Dataset dataset) {
        DoubleSummaryStatistics qualities = dataset.cases().stream()
                .mapToDouble(evalCase -> evalCase.provenance().quality())
                .summaryStatistics();
        return String.format(Locale.ROOT, "%.1f to %.1f", qualities.getMin(), qualities.getMax());
    }

    static String json(Dataset dataset, Path file, long seed) {
        return "{\"name\":" + quoted(dataset.name()) + ",\"cases\":" + dataset.size() + ",\"file\":"
                + quoted(file.toString()) + ",\"seed\":" + seed + "}";
    }

    static String written(Dataset dataset, Path file) {
        return dataset.size() + (dataset.size() == 1 ? " case" : " cases") + " written to " + file + ".";
    }

    static String exchange(Dataset dataset, Path file, Map<String, Integer> losses) {
        return "{\"cases\":" + dataset.size() + ",\"file\":" + quoted(file.toString()) + ",\"losses\":{"
                + losses.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                        .collect(Collectors.joining(","))
                + "}}\n";
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
