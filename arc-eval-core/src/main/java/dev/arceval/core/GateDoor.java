package dev.arceval.core;

import dev.arceval.Gate;
import dev.arceval.core.gate.SequentialGate;
import dev.arceval.core.stats.Interval;
import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Verdict;
import dev.arceval.spi.Scorer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The door to the gate: brings pairs of runs to a {@link SequentialGate} as long as the budget lasts. Immutable. */
final class GateDoor implements Gate {

    private static final long RUNS_PER_CASE = 40;

    /** How often a case that looks bad is repeated between two rounds. */
    private static final int EXTRA_PAIRS = 3;

    private final GateRuns runs;
    private final Options options;

    GateDoor(GateRuns runs) {
        this(runs, Options.defaults(runs.cases().size() * RUNS_PER_CASE));
    }

    private GateDoor(GateRuns runs, Options options) {
        this.runs = runs;
        this.options = options;
    }

    /** What a gate was told. */
    private record Options(
            String name,
            Set<Verdict> failsOn,
            double alpha,
            double margin,
            long maxRuns,
            double maxTokens,
            ToDoubleFunction<Observation> tokensOf,
            double maxCostUsd,
            ToDoubleFunction<Observation> costOf,
            @Nullable Duration maxTime,
            @Nullable Clock clock) {

        static Options defaults(long maxRuns) {
            double unlimited = Double.POSITIVE_INFINITY;
            return new Options(
                    "",
                    Set.of(Verdict.REGRESSION),
                    .05,
                    .05,
                    maxRuns,
                    unlimited,
                    run -> 0,
                    unlimited,
                    run -> 0,
                    null,
                    null);
        }
    }

    @Override
    public Gate named(String name) {
        Options o = options;
        return new GateDoor(
                runs,
                new Options(
                        name,
                        o.failsOn,
                        o.alpha,
                        o.margin,
                        o.maxRuns,
                        o.maxTokens,
                        o.tokensOf,
                        o.maxCostUsd,
                        o.costOf,
                        o.maxTime,
                        o.clock));
    }

    @Override
    public Gate failOn(Verdict... verdicts) {
        Options o = options;
        Set<Verdict> failsOn = EnumSet.noneOf(Verdict.class);
        failsOn.addAll(List.of(verdicts));
        return new GateDoor(
                runs,
                new Options(
                        o.name,
                        failsOn,
                        o.alpha,
                        o.margin,
                        o.maxRuns,
                        o.maxTokens,
                        o.tokensOf,
                        o.maxCostUsd,
                        o.costOf,
                        o.maxTime,
                        o.clock));
    }

    @Override
    public Gate alpha(double alpha) {
        Options o = options;
        return checked(new Options(
                o.name,
                o.failsOn,
                alpha,
                o.margin,
                o.maxRuns,
                o.maxTokens,
                o.tokensOf,
                o.maxCostUsd,
                o.costOf,
                o.maxTime,
                o.clock));
    }

    @Override
    public Gate margin(double fall) {
        Options o = options;
        return checked(new Options(
                o.name,
                o.failsOn,
                o.alpha,
                fall,
                o.maxRuns,
                o.maxTokens,
                o.tokensOf,
                o.maxCostUsd,
                o.costOf,
                o.maxTime,
                o.clock));
    }

    @Override
    public Gate judgedBy(String evaluation) {
        return new GateDoor(runs.judgedBy(evaluation), options);
    }

    @Override
    public Gate scoredBy(Scorer scorer) {
        return new GateDoor(runs.scoredBy(scorer), options);
    }

    @Override
    public Gate maxRuns(long most) {
        requirePositive("maxRuns", most);
        Options o = options;
        return new GateDoor(
                runs,
                new Options(
                        o.name,
                        o.failsOn,
                        o.alpha,
                        o.margin,
                        most,
                        o.maxTokens,
                        o.tokensOf,
                        o.maxCostUsd,
                        o.costOf,
                        o.maxTime,
                        o.clock));
    }

    @Override
    public Gate maxTokens(long tokens, ToDoubleFunction<Observation> tokensOf) {
        requirePositive("maxTokens", tokens);
        Options o = options;
        return new GateDoor(
                runs,
                new Options(
                        o.name,
                        o.failsOn,
                        o.alpha,
                        o.margin,
                        o.maxRuns,
                        tokens,
                        tokensOf,
                        o.maxCostUsd,
                        o.costOf,
                        o.maxTime,
                        o.clock));
    }

    @Override
    public Gate maxCostUsd(double usd, ToDoubleFunction<Observation> costOf) {
        requirePositive("maxCostUsd", usd);
        Options o = options;
        return new GateDoor(
                runs,
                new Options(
                        o.name,
                        o.failsOn,
                        o.alpha,
                        o.margin,
                        o.maxRuns,
                        o.maxTokens,
                        o.tokensOf,
                        usd,
                        costOf,
                        o.maxTime,
                        o.clock));
    }

    @Override
    public Gate maxTime(Duration time, Clock clock) {
        requirePositive("maxTime", time.toMillis());
        Options o = options;
        return new GateDoor(
                runs,
                new Options(
                        o.name,
                        o.failsOn,
                        o.alpha,
                        o.margin,
                        o.maxRuns,
                        o.maxTokens,
                        o.tokensOf,
                        o.maxCostUsd,
                        o.costOf,
                        time,
                        clock));
    }

    @Override
    public GateReport run() {
        return new Session().run();
    }

    private GateDoor checked(Options changed) {
        new SequentialGate(1, changed.alpha, changed.margin);
        return new GateDoor(runs, changed);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    /** One run of the gate. */
    private final class Session {

        private final List<String> cases = runs.cases();
        private final SequentialGate gate =
                new SequentialGate(Math.max(1, cases.size()), options.alpha, options.margin);
        private final int[] tries = new int[cases.size()];
        private final @Nullable String[] why = new String[cases.size()];
        private final long started = now();
        private long used;
        private double tokens;
        private double cost;
        private Duration took = Duration.ZERO;
        private boolean exhausted;

        GateReport run() {
            Verdict verdict = Verdict.INCONCLUSIVE;
            GateReport.Stop stop = cases.isEmpty() ? GateReport.Stop.RUNS : null;
            while (stop == null) {
                round();
                verdict = gate.verdict();
                stop = verdict != Verdict.INCONCLUSIVE ? GateReport.Stop.CERTAIN : spent();
                if (stop == null) {
                    gate.suspicious().forEach(this::lookCloser);
                    verdict = gate.verdict();
                    stop = verdict != Verdict.INCONCLUSIVE ? GateReport.Stop.CERTAIN : spent();
                }
            }
            return report(verdict, stop);
        }

        private void round() {
            for (int i = 0; i < cases.size(); i++) {
                GateRuns.Pair pair = pair(i);
                if (pair != null) {
                    gate.add(i, pair.baseline().passed(), pair.current().passed());
                }
            }
        }

        private void lookCloser(int number) {
            for (int extra = 0; extra < EXTRA_PAIRS && spent() == null; extra++) {
                GateRuns.Pair pair = pair(number);
                if (pair == null) {
                    return;
                }
                gate.repeat(number, pair.baseline().passed(), pair.current().passed());
            }
        }

        private GateRuns.@Nullable Pair pair(int number) {
            GateRuns.Pair pair = runs.pair(number, tries[number]++);
            if (pair == null) {
                // Without this case rounds would not be fair any more.
                exhausted = true;
                return null;
            }
            used += 2;
            count(pair.baseline());
            count(pair.current());
            if (!pair.current().passed()) {
                why[number] = pair.current().why();
            }
            return pair;
        }

        private void count(GateRuns.Run run) {
            Observation observation = run.observation();
            took = took.plus(run.took());
            tokens += run.tokens();
            cost += run.costUsd();
            if (observation != null) {
                tokens += options.tokensOf.applyAsDouble(observation);
                cost += options.costOf.applyAsDouble(observation);
            }
        }

        private GateReport.@Nullable Stop spent() {
            if (exhausted || used >= options.maxRuns) {
                return GateReport.Stop.RUNS;
            }
            if (tokens >= options.maxTokens) {
                return GateReport.Stop.TOKENS;
            }
            if (cost >= options.maxCostUsd) {
                return GateReport.Stop.COST;
            }
            Duration limit = options.maxTime;
            return limit != null && now() - started >= limit.toMillis() ? GateReport.Stop.TIME : null;
        }

        private long now() {
            Clock clock = options.clock;
            return clock == null ? 0 : clock.millis();
        }

        private GateReport report(Verdict verdict, GateReport.Stop stop) {
            SequentialGate.Counts counts = gate.counts();
            Interval interval = counts.pairs() == 0 ? null : gate.interval();
            List<GateReport.Case> all = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                SequentialGate.Counts one = gate.counts(i);
                all.add(new GateReport.Case(
                        cases.get(i),
                        gate.verdict(i),
                        one.baseline(),
                        one.current(),
                        one.pairs(),
                        evidence(gate.logEvidence(i)),
                        why[i]));
            }
            all.sort(Comparator.comparing(one -> one.verdict() != Verdict.REGRESSION));
            return new GateReport(
                    options.name,
                    verdict,
                    options.failsOn,
                    counts.baseline(),
                    counts.current(),
                    counts.pairs(),
                    interval == null ? null : new Finding.Interval(interval.lower(), interval.upper()),
                    options.margin,
                    evidence(gate.logEvidence()),
                    stop,
                    new GateReport.Spent(used, Math.round(tokens), cost, took),
                    all,
                    notes(all));
        }

        private List<String> notes(List<GateReport.Case> all) {
            List<String> notes = new ArrayList<>(runs.notes());
            long flaky = all.stream().filter(GateReport.Case::flaky).count();
            if (flaky > 0) {
                notes.add("Cases of which the baseline passed some runs and failed others: " + flaky + " of "
                        + all.size() + ".");
            }
            notes.add("Runs used: " + used + ". An unchanged candidate is called worse with probability at most "
                    + Math.round(options.alpha * 1000) / 10.0 + " %, however often the gate looks.");
            return notes;
        }

        private static double evidence(double log) {
            return Math.exp(Math.min(700, log));
        }
    }
}
