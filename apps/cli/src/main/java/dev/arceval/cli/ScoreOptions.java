package dev.arceval.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How evaluations are read. */
final class ScoreOptions {

    @Option(
            names = "--lower-is-better",
            paramLabel = "NAME",
            split = ",",
            description = "Evaluations whose lower scores are better, where no labels say so")
    private List<String> lowerIsBetter = new ArrayList<>();

    String[] lowerIsBetter() {
        return lowerIsBetter.toArray(String[]::new);
    }
}
