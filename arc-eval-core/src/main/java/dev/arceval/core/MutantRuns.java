package dev.arceval.core;

import dev.arceval.ReplayContext;
import dev.arceval.core.replay.Mutations;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.MutationReport.Mutant;
import dev.arceval.eval.MutationReport.Mutation;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs an agent whose behaviour is changed, one change at a time, and asks which changes the cases notice. */
final class MutantRuns {

    private final ReplayAdapter replay;
    private final Function<? super ReplayContext, ? extends Function<? super String, ?>> agent;
    private final List<Mutant> mutants = new ArrayList<>();
    private long cases;

    MutantRuns(ReplayAdapter replay, Function<? super ReplayContext, ? extends Function<? super String, ?>> agent) {
        this.replay = replay;
        this.agent = agent;
    }

    MutationReport of(Dataset dataset) {
        dataset.cases().forEach(this::mutate);
        return new MutationReport(dataset.name(), cases, mutants);
    }

    private void mutate(EvalCase evalCase) {
        Observation unchanged = run(evalCase, Seam.NONE);
        if (!passes(evalCase, unchanged)) {
            return;
        }
        cases++;
        for (Mutations.Changed changed : Mutations.of(unchanged)) {
            add(evalCase, changed.mutation(), changed.what(), changed.observation());
        }
        List<ToolCall> calls = unchanged.toolCalls();
        for (int i = 0; i < Math.min(calls.size(), Mutations.MOST_CALLS); i++) {
            ToolCall call = calls.get(i);
            String name = "call " + (i + 1) + ", " + call.name() + ",";
            if (Mutations.otherArguments(call.arguments()).isPresent()) {
                Observation changed = run(evalCase, new Seam(i, Seam.Change.OTHER_ARGUMENTS));
                add(evalCase, Mutation.SWAP_ARGUMENTS, name + " has other arguments", changed);
            }
            if (call.failed()) {
                Observation changed = run(evalCase, new Seam(i, Seam.Change.NO_ERROR));
                add(evalCase, Mutation.IGNORE_ERROR, name + " fails and nobody minds", changed);
            }
        }
    }

    private void add(EvalCase evalCase, Mutation mutation, String what, Observation changed) {
        mutants.add(new Mutant(evalCase.id(), mutation, what, !passes(evalCase, changed)));
    }

    private Observation run(EvalCase evalCase, Seam seam) {
        ReplayContext context = replay.context(evalCase, seam);
        return replay.observe(evalCase, context, input -> agent.apply(context).apply(input));
    }

    private boolean passes(EvalCase evalCase, Observation observation) {
        return new ReplayRun.Result(evalCase, observation, replay.score(evalCase, observation)).passed();
    }
}
