package dev.arceval.core;

import dev.arceval.Faults;
import dev.arceval.core.replay.FaultyCases;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Fault;
import java.util.ArrayList;
import java.util.List;

/** The door to cases in which a tool misbehaves. */
final class FaultDoor {

    private FaultDoor() {}

    static Dataset in(Dataset dataset, List<Fault> faults) {
        FaultyCases faulty = new FaultyCases(Faults.CANARY);
        List<EvalCase> cases = new ArrayList<>();
        for (EvalCase evalCase : dataset.cases()) {
            faults.forEach(fault -> cases.addAll(faulty.of(evalCase, fault)));
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no fault of " + faults + " applies to dataset " + dataset.name()
                    + ": it holds no tool call with a result that could be broken");
        }
        return new Dataset(dataset.name(), cases);
    }
}
