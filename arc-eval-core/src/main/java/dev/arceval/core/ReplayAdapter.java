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
import dev.arceval.core.replay.Trajectories;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.Observation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs agents on cases behind the {@link Replay} door. Immutable. */
final class ReplayAdapter implements Replay {

    private final Dataset dataset;
    private final Options options;

    /** @param likeness what to make of what the agent says: the dataset holds pseudonyms where there were secrets */
    ReplayAdapter(Dataset dataset, Likeness likeness) {
        this(dataset, new Options(List.of(new ExpectationScorer(likeness)), likeness, CallPolicies.strict(), Map.of()));
        if (dataset.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset " + dataset.name() + " is empty: a replay of nothing would prove nothing");
        }
    }

    private ReplayAdapter(Dataset dataset, Options options) {
        this.dataset = dataset;
        this.options = options;
    }

    /** @param scorers that of the expectations first */
    private record Options(
            List<Scorer> scorers, Likeness likeness, CallPolicies policies, Map<String, Duration> delays) {

        Options with(List<Scorer> other) {
            return new Options(List.copyOf(other), likeness, policies, delays);
        }

        Options with(CallPolicies other) {
            return new Options(scorers, likeness, other, delays);
        }
    }

    @Override
    public Replay scoredBy(Scorer scorer) {
        List<Scorer> more = new ArrayList<>(options.scorers);
        more.add(scorer);
        return new ReplayAdapter(dataset, options.with(more));
    }

    @Override
    public Replay tools(CallPolicy policy) {
        return new ReplayAdapter(dataset, options.with(options.policies.withTools(policy)));
    }

    @Override
    public Replay tool(String name, CallPolicy policy) {
        return new ReplayAdapter(dataset, options.with(options.policies.withTool(name, policy)));
    }

    @Override
    public Replay model(CallPolicy policy) {
        return new ReplayAdapter(dataset, options.with(options.policies.withModel(policy)));
    }

    @Override
    public Replay delay(String tool, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        Map<String, Duration> more = new HashMap<>(options.delays);
        more.put(tool, delay);
        return new ReplayAdapter(
                dataset, new Options(options.scorers, options.likeness, options.policies, Map.copyOf(more)));
    }

    @Override
    public Replay redaction(Redaction redaction) {
        Likeness under = ReplayRedaction.under(redaction);
        List<Scorer> changed = new ArrayList<>(options.scorers);
        changed.set(0, new ExpectationScorer(under));
        return new ReplayAdapter(dataset, new Options(List.copyOf(changed), under, options.policies, options.delays));
    }

    @Override
    public ReplayRun run(Function<? super ReplayContext, ? extends Function<? super String, ?>> agent) {
        List<ReplayRun.Result> results = new ArrayList<>();
        for (EvalCase evalCase : dataset.cases()) {
            ReplayContext context = context(evalCase);
            Observation observation =
                    observe(evalCase, context, input -> agent.apply(context).apply(input));
            results.add(judge(evalCase, observation));
        }
        return new ReplayRun(dataset.name(), results);
    }

    @Override
    public ReplayContext context(EvalCase evalCase) {
        return context(evalCase, Seam.NONE);
    }

    ReplayContext context(EvalCase evalCase, Seam seam) {
        return new ReplayContextAdapter(evalCase, options.likeness, options.policies, options.delays, seam);
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
                answer == null ? null : options.likeness.redact().apply(ValueText.of(answer)),
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
        return message == null ? null : options.likeness.redact().apply(message);
    }

    @Override
    public List<Score> score(EvalCase evalCase, Observation observation) {
        return options.scorers.stream()
                .map(scorer -> score(scorer, evalCase, observation))
                .toList();
    }

    @Override
    public ReplayRun.Result judge(EvalCase evalCase, Observation observation) {
        ReplayRun.Result result = new ReplayRun.Result(evalCase, observation, score(evalCase, observation));
        return result.passed()
                ? result
                : new ReplayRun.Result(
                        evalCase,
                        observation,
                        result.scores(),
                        new Trajectories(options.policies)
                                .divergence(evalCase, observation)
                                .orElse(null));
    }

    @Override
    public MutationReport mutants(Function<? super ReplayContext, ? extends Function<? super String, ?>> agent) {
        return new MutantRuns(this, agent).of(dataset);
    }

    private Score score(Scorer scorer, EvalCase evalCase, Observation observation) {
        Score score;
        try {
            score = scorer.score(evalCase, observation);
        } catch (RuntimeException broken) {
            score = Score.error(scorer.name(), ErrorText.of(broken));
        }
        // What a scorer says may quote its own key, or what it looked up about the case.
        return new Score(
                score.scorer(),
                score.status(),
                score.value(),
                options.likeness.redact().apply(score.explanation()));
    }
}
