package dev.arceval.core;

import dev.arceval.History;
import dev.arceval.core.history.RunHistory;
import dev.arceval.eval.HistoryReport;
import dev.arceval.trace.Trace;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The door to the history. Runs are read when the report is asked for, one by one, and not kept. */
record HistoryDoor(Supplier<Stream<Trace>> runs, Step step, int least, Set<String> lower) implements History {

    private static final int MIN_RUNS = 5;

    HistoryDoor {
        lower = Set.copyOf(lower);
        if (least < 1) {
            throw new IllegalArgumentException("minRuns must be positive: " + least);
        }
    }

    static History of(Supplier<Stream<Trace>> runs) {
        return new HistoryDoor(runs, Step.DAY, MIN_RUNS, Set.of());
    }

    @Override
    public History by(Step step) {
        return new HistoryDoor(runs, step, least, lower);
    }

    @Override
    public History minRuns(int runs) {
        return new HistoryDoor(this.runs, step, runs, lower);
    }

    @Override
    public History lowerIsBetter(String... evaluations) {
        Set<String> all = new TreeSet<>(lower);
        all.addAll(Arrays.asList(evaluations));
        return new HistoryDoor(runs, step, least, all);
    }

    @Override
    public HistoryReport report() {
        RunHistory history = new RunHistory(RunHistory.Step.valueOf(step.name()), least, lower);
        try (Stream<Trace> all = runs.get()) {
            all.forEach(history::add);
        }
        return history.report();
    }
}
