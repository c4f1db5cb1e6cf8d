package dev.arceval.core;

import dev.arceval.RecordedTools;
import dev.arceval.Redaction;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.core.json.ErrorText;
import dev.arceval.core.json.ValueText;
import dev.arceval.core.replay.CallPolicies;
import dev.arceval.core.replay.ExpectationScorer;
import dev.arceval.core.replay.Likeness;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs agents on cases behind the {@link Replay} door. Immutable. */
final class ReplayAdapter implements Replay {

    private final Dataset dataset;
    private final List<Scorer> scorers;
    private final Likeness likeness;
    private final CallPolicies policies;

    /** @param likeness what to make of what the agent says: the dataset holds pseudonyms where there were secrets */
    ReplayAdapter(Dataset dataset, Likeness likeness) {
        this(dataset, List.of(new ExpectationScorer(likeness)), likeness, CallPolicies.strict());
        if (dataset.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset " + dataset.name() + " is empty: a replay of nothing would prove nothing");
        }
    }

    private ReplayAdapter(Dataset dataset, List<Scorer> scorers, Likeness likeness, CallPolicies policies) {
        this.dataset = dataset;
        this.scorers = scorers;
        this.likeness = likeness;
        this.policies = policies;
    }

    @Override
    public Replay scoredBy(Scorer scorer) {
        List<Scorer> more = new ArrayList<>(scorers);
        more.add(scorer);
        return new ReplayAdapter(dataset, List.copyOf(more), likeness, policies);
    }

    @Override
    public Replay tools(CallPolicy policy) {
        return with(policies.withTools(policy));
    }

    @Override
    public Replay tool(String name, CallPolicy policy) {
        return with(policies.withTool(name, policy));
    }

    @Override
    public Replay model(CallPolicy policy) {
        return with(policies.withModel(policy));
    }

    private Replay with(CallPolicies changed) {
        return new ReplayAdapter(dataset, scorers, likeness, changed);
    }

    @Override
    public Replay redaction(Redaction redaction) {
        Likeness under = ReplayRedaction.under(redaction);
        List<Scorer> changed = new ArrayList<>(scorers);
        changed.set(0, new ExpectationScorer(under));
        return new ReplayAdapter(dataset, List.copyOf(changed), under, policies);
    }

    @Override
    public ReplayRun run(Function<? super ReplayContext, ? extends Function<? super String, ?>> agent) {
        List<ReplayRun.Result> results = new ArrayList<>();
        for (EvalCase evalCase : dataset.cases()) {
            ReplayContext context = context(evalCase);
            Observation observation =
                    observe(evalCase, context, input -> agent.apply(context).apply(input));
            results.add(new ReplayRun.Result(evalCase, observation, score(evalCase, observation)));
        }
        return new ReplayRun(dataset.name(), results);
    }

    @Override
    public ReplayContext context(EvalCase evalCase) {
        return new ReplayContextAdapter(evalCase, likeness, policies);
    }

    @Override
    public Observation observe(EvalCase evalCase, RecordedTools tools, Function<? super String, ?> agent) {
        long start = System.nanoTime();
        Object answer = null;
        Throwable error = null;
        try {
            answer = agent.apply(evalCase.input());
        } catch (Throwable thrown) {
            rethrowIfFatal(thrown);
            error = thrown;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Observation(
                answer == null ? null : likeness.redact().apply(ValueText.of(answer)),
                error == null ? null : RecordedFailure.type(error),
                error == null ? null : errorMessage(error),
                tools instanceof ReplayContext context ? context.steps() : tools.calls(),
                tools.unrecorded(),
                took);
    }

    /** A broken JVM is not the agent's doing; an endless recursion is. */
    private static void rethrowIfFatal(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String errorMessage(Throwable error) {
        String message = RecordedFailure.message(error);
        return message == null ? null : likeness.redact().apply(message);
    }

    @Override
    public List<Score> score(EvalCase evalCase, Observation observation) {
        return scorers.stream()
                .map(scorer -> score(scorer, evalCase, observation))
                .toList();
    }

    private static Score score(Scorer scorer, EvalCase evalCase, Observation observation) {
        try {
            return scorer.score(evalCase, observation);
        } catch (RuntimeException broken) {
            return Score.error(scorer.name(), ErrorText.of(broken));
        }
    }
}
