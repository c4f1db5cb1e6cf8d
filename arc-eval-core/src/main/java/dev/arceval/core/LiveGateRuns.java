package dev.arceval.core;

import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs two agents on the cases of a dataset, their tools answered from the recording. */
record LiveGateRuns(
        Dataset dataset,
        Replay replay,
        Function<? super ReplayContext, ? extends Function<? super String, ?>> baseline,
        Function<? super ReplayContext, ? extends Function<? super String, ?>> candidate)
        implements GateRuns {

    @Override
    public List<String> cases() {
        return dataset.cases().stream().map(EvalCase::id).toList();
    }

    @Override
    public Pair pair(int caseNumber, int tryNumber) {
        EvalCase evalCase = dataset.cases().get(caseNumber);
        // Who goes first changes, so that warm caches favour neither.
        if (tryNumber % 2 == 0) {
            Run before = run(evalCase, baseline);
            return new Pair(before, run(evalCase, candidate));
        }
        Run now = run(evalCase, candidate);
        return new Pair(run(evalCase, baseline), now);
    }

    private Run run(EvalCase evalCase, Function<? super ReplayContext, ? extends Function<? super String, ?>> agent) {
        ReplayContext context = replay.context(evalCase);
        Observation observation =
                replay.observe(evalCase, context, input -> agent.apply(context).apply(input));
        ReplayRun.Result result = replay.judge(evalCase, observation);
        return new Run(result.passed(), why(result), observation, 0, 0, observation.took());
    }

    private static @Nullable String why(ReplayRun.Result result) {
        if (result.passed()) {
            return null;
        }
        if (!result.observation().unrecorded().isEmpty()) {
            return result.observation().unrecorded().get(0);
        }
        return result.scores().stream()
                .filter(score -> score.status() == Score.Status.FAIL || score.status() == Score.Status.ERROR)
                .map(score -> score.scorer() + ": " + score.explanation())
                .findFirst()
                .orElse("no scorer passed");
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public GateRuns judgedBy(String evaluation) {
        throw new IllegalArgumentException(
                "judgedBy is for recorded runs; live runs are judged by scorers: " + evaluation);
    }

    @Override
    public GateRuns scoredBy(Scorer scorer) {
        return new LiveGateRuns(dataset, replay.scoredBy(scorer), baseline, candidate);
    }
}
