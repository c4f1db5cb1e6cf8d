package dev.arceval.cli;

import dev.arceval.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is compared, and what counts as worse. */
final class ComparisonSettings {

    @Mixin
    private final ScoreOptions scores = new ScoreOptions();

    @Option(
            names = "--metrics",
            paramLabel = "METRIC",
            split = ",",
            description = {
                "Compare these only: latency, errors, aborts, cost, tokens, tools, paths, length, quality, passk,",
                "quality:NAME, passk:NAME"
            })
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--pair-by",
            paramLabel = "ATTRIBUTE",
            description =
                    "Runs of both sides with the same value saw the same input. Default: eval.case.id, else the input")
    private @Nullable String pairBy;

    @Option(
            names = "--cluster-by",
            paramLabel = "ATTRIBUTE",
            description =
                    "Runs with the same value are one piece of evidence. Default: eval.task.id, else input, else conversation")
    private @Nullable String clusterBy;

    @Option(
            names = "--alpha",
            paramLabel = "P",
            split = ",",
            description =
                    "Probability of any false alarm, or that of overall findings and that of details. Default: 0.03,0.02")
    private List<Double> alpha = new ArrayList<>();

    @Option(
            names = "--minimum",
            paramLabel = "METRIC=CHANGE",
            split = ",",
            description = {
                "The smallest change that matters: a ratio for latency, cost, tokens and length, else a difference.",
                "Default: 1.05, 0.01 for errors and aborts, 0.02 for quality and passk"
            })
    private Map<String, Double> minimum = new LinkedHashMap<>();

    @Option(
            names = "--margin",
            paramLabel = "METRIC=CHANGE",
            split = ",",
            description = {
                "A change for the worse below this counts as none.",
                "Default: 1.10, 0.02 for errors and aborts, 0.05 for quality and passk"
            })
    private Map<String, Double> margin = new LinkedHashMap<>();

    Comparison apply(Comparison comparison) {
        Comparison set = alpha(comparison);
        set = metrics.isEmpty() ? set : set.metrics(metrics.toArray(String[]::new));
        set = set.lowerIsBetter(scores.lowerIsBetter());
        set = pairBy == null ? set : set.pairBy(pairBy);
        set = clusterBy == null ? set : set.clusterBy(clusterBy);
        for (Map.Entry<String, Double> entry : minimum.entrySet()) {
            set = set.minimum(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, Double> entry : margin.entrySet()) {
            set = set.margin(entry.getKey(), entry.getValue());
        }
        return set;
    }

    private Comparison alpha(Comparison comparison) {
        return switch (alpha.size()) {
            case 0 -> comparison;
            case 1 -> comparison.alpha(alpha.get(0));
            case 2 -> comparison.alpha(alpha.get(0), alpha.get(1));
            default -> throw new IllegalArgumentException("--alpha takes one or two numbers: " + alpha);
        };
    }
}
