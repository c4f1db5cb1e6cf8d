package dev.arceval.testkit;

import dev.arceval.Prices;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.GateReport.Stop;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Verdict;
import dev.arceval.trace.ModelCall;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * What the runs of a {@link Gate} may take and have taken. An answer from the recording takes nothing. A budget of tokens or
 * money cannot be kept once a run does not say what it took, and counts as spent then.
 */
final class GateBudget {

    private final Gate gate;
    private final @Nullable Duration time;
    private final long started = System.nanoTime();
    private long runs;
    private long tokens;
    private double costUsd;
    private boolean tokensKnown = true;
    private boolean costKnown = true;

    GateBudget(Gate gate) {
        this.gate = gate;
        this.time = duration(gate.budget());
        if (gate.maxRuns() < 1 || gate.maxTokens() < 1 || !(gate.maxCostUsd() > 0)) {
            throw new ExtensionConfigurationException("@Gate: maxRuns, maxTokens and maxCostUsd must be positive: "
                    + gate.maxRuns() + ", " + gate.maxTokens() + ", " + gate.maxCostUsd());
        }
    }

    private static @Nullable Duration duration(String text) {
        try {
            return text.isEmpty() ? null : Duration.parse(text);
        } catch (DateTimeParseException broken) {
            throw new ExtensionConfigurationException("@Gate: budget must be a duration such as PT5M: " + text, broken);
        }
    }

    void add(ReplayRun.Result run) {
        runs++;
        List<ModelCall> calls = run.observation().modelCalls();
        // Without a call in sight the model was asked past the replay, or there is none: nobody knows.
        tokensKnown &= !calls.isEmpty();
        costKnown &= !calls.isEmpty();
        for (ModelCall call : calls) {
            if (!call.failed() && !isRecorded(call, run.evalCase())) {
                add(call);
            }
        }
    }

    private void add(ModelCall call) {
        OptionalLong used = call.usage().totalTokens();
        OptionalDouble cost = call.model() == null ? call.usage().cost() : Prices.costUsd(call.model(), call.usage());
        tokensKnown &= used.isPresent();
        costKnown &= cost.isPresent();
        tokens += used.orElse(0);
        costUsd += cost.orElse(0);
    }

    /** A policy may let the agent's own messages stand in a recorded call; its answer is the recorded object. */
    private static boolean isRecorded(ModelCall call, EvalCase recorded) {
        return recorded.modelCalls().stream().anyMatch(before -> before.output() == call.output());
    }

    /** Returns which budget is spent; null if there may be another round. */
    @Nullable
    Stop spent() {
        if (runs >= gate.maxRuns()) {
            return Stop.RUNS;
        }
        if (gate.maxTokens() < Long.MAX_VALUE && (!tokensKnown || tokens >= gate.maxTokens())) {
            return Stop.TOKENS;
        }
        if (Double.isFinite(gate.maxCostUsd()) && (!costKnown || costUsd >= gate.maxCostUsd())) {
            return Stop.COST;
        }
        return time != null && System.nanoTime() - started >= time.toNanos() ? Stop.TIME : null;
    }

    /** Returns why the gate stopped and what it took, as the end of a sentence. */
    String stopped(Verdict verdict) {
        Stop stop = verdict == Verdict.INCONCLUSIVE ? spent() : Stop.CERTAIN;
        String took = runs + " runs"
                + (tokensKnown ? ", " + tokens + " tokens" : "")
                + (costKnown ? String.format(Locale.ROOT, ", %.4f USD", costUsd) : "");
        return "stopped after " + took + ": " + (stop == null ? "the repeats are used up" : words(stop));
    }

    private String words(Stop stop) {
        return switch (stop) {
            case CERTAIN -> "it is certain";
            case RUNS -> "no more than " + gate.maxRuns() + " were allowed";
            case TOKENS ->
                tokensKnown
                        ? "no more than " + gate.maxTokens() + " tokens were allowed"
                        : "tokens are limited, and a run does not say how many it took";
            case COST ->
                costKnown
                        ? String.format(Locale.ROOT, "no more than %.4f USD were allowed", gate.maxCostUsd())
                        : "the cost is limited, and a run does not say what it cost";
            case TIME -> "the time of " + time + " was over";
        };
    }
}
