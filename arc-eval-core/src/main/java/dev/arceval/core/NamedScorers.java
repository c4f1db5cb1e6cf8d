package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.Scorers;
import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.Quantity;
import dev.arceval.spi.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Scorers by their names: those on the class path, and the built-in ones that need no more than a case. */
final class NamedScorers {

    private static final double SIMILAR = 0.8;

    private NamedScorers() {}

    static Scorer named(String name) {
        List<Scorer> all = new ArrayList<>(builtIn(new ScorersDoor()));
        ServiceLoader.load(Scorer.class).forEach(all::add);
        List<Scorer> found =
                all.stream().filter(scorer -> scorer.name().equals(name)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalArgumentException(
                found.isEmpty()
                        ? "no scorer is named " + name + "; there are "
                                + all.stream().map(Scorer::name).sorted().collect(Collectors.joining(", "))
                        : "several scorers are named " + name + ": "
                                + found.stream()
                                        .map(scorer -> scorer.getClass().getName())
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
    }

    private static List<Scorer> builtIn(Scorers scorers) {
        List<Scorer> all = new ArrayList<>(List.of(
                scorers.exact(),
                scorers.normalised(),
                scorers.contains(),
                scorers.numbers(0, 0),
                scorers.json(),
                scorers.jsonStructure(),
                scorers.editSimilarity(SIMILAR),
                scorers.rouge(1, SIMILAR),
                scorers.rouge(2, SIMILAR),
                scorers.rougeL(SIMILAR),
                scorers.bleu(SIMILAR),
                scorers.toolCallF1(ArgumentMatch.EQUAL, SIMILAR),
                scorers.toolCallSimilarity(ArgumentMatch.EQUAL, SIMILAR),
                scorers.toolArguments(1),
                scorers.copesWithToolErrors(),
                scorers.refuses(),
                scorers.doesNotRefuse(),
                scorers.leaksNothing(Redaction.preset("balanced"))));
        for (CallMatch match : CallMatch.values()) {
            all.add(scorers.toolCalls(match, ArgumentMatch.EQUAL));
        }
        for (Quantity quantity : Quantity.values()) {
            all.add(scorers.atMostTimesRecorded(quantity, factor(quantity)));
        }
        return all;
    }

    private static double factor(Quantity quantity) {
        return switch (quantity) {
            case STEPS, TOOL_CALLS, MODEL_CALLS -> 1;
            case TOKENS, COST -> 1.5;
            case DURATION -> 2;
        };
    }
}
