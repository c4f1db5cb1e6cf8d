package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Quantity;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What runs took. A figure that was not recorded is absent; one that lacks a part, too. */
final class Taken {

    private Taken() {}

    static OptionalDouble by(Observation run, Quantity quantity) {
        return quantity == Quantity.DURATION
                ? OptionalDouble.of(run.took().toNanos() / 1e6)
                : of(run.steps(), quantity);
    }

    static OptionalDouble by(EvalCase recorded, Quantity quantity) {
        EvalCase.Baseline baseline = recorded.provenance().baseline();
        if (quantity == Quantity.DURATION) {
            return baseline.duration();
        }
        OptionalDouble ofSteps = of(recorded.steps(), quantity);
        return quantity == Quantity.TOKENS && ofSteps.isEmpty() ? figure(baseline.tokens()) : ofSteps;
    }

    static OptionalDouble by(Trace run, Quantity quantity) {
        return quantity == Quantity.DURATION
                ? run.duration()
                        .map(took -> OptionalDouble.of(took.toNanos() / 1e6))
                        .orElse(OptionalDouble.empty())
                : of(run.steps(), quantity);
    }

    private static OptionalDouble of(List<? extends Step> steps, Quantity quantity) {
        return switch (quantity) {
            case STEPS -> OptionalDouble.of(steps.size());
            case TOOL_CALLS -> OptionalDouble.of(count(steps, ToolCall.class));
            case MODEL_CALLS -> OptionalDouble.of(count(steps, ModelCall.class));
            case TOKENS, COST -> sum(steps, quantity);
            case DURATION -> OptionalDouble.empty();
        };
    }

    private static long count(List<? extends Step> steps, Class<? extends Step> kind) {
        return steps.stream().filter(kind::isInstance).count();
    }

    /** Of the calls that were answered: one that failed often states nothing. */
    private static OptionalDouble sum(List<? extends Step> steps, Quantity quantity) {
        double sum = 0;
        boolean any = false;
        for (Step step : steps) {
            if (step instanceof ModelCall call && !call.failed()) {
                OptionalDouble figure = quantity == Quantity.COST
                        ? call.usage().cost()
                        : figure(call.usage().totalTokens());
                if (figure.isEmpty()) {
                    return OptionalDouble.empty();
                }
                sum += figure.getAsDouble();
                any = true;
            }
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private static OptionalDouble figure(OptionalLong figure) {
        return figure.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(figure.getAsLong());
    }
}
