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
import java.util.function.Consumer;
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
        this(runs, new Options(runs.cases().size() * RUNS_PER_CASE));
    }

    private GateDoor(GateRuns runs, Options options) {
        this.runs = runs;
        this.options = options;
    }

    /** What a gate was told; changed only while it is new. */
    private static final class Options {
        private String name = "";
        private Set<Verdict> failsOn = Set.of(Verdict.REGRESSION);
        private double alpha = .05;
        private double margin = .05;
        private long maxRuns;
        private double maxTokens = Double.POSITIVE_INFINITY;
        private ToDoubleFunction<Observation> tokensOf = run -> 0;
        private double maxCostUsd = Double.POSITIVE_INFINITY;
        private ToDoubleFunction<Observation> costOf = run -> 0;
        private @Nullable Duration maxTime;
        private @Nullable Clock clock;

        Options(long maxRuns) {
            this.maxRuns = maxRuns;
        }

        Options(Options other) {
            name = other.name;
            failsOn = other.failsOn;
            alpha = other.alpha;
            margin = other.margin;
            maxRuns = other.maxRuns;
            maxTokens = other.maxTokens;
            tokensOf = other.tokensOf;
            maxCostUsd = other.maxCostUsd;
            costOf = other.costOf;
            maxTime = other.maxTime;
            clock = other.clock;
        }
    }

    private GateDoor with(Consumer<Options> change) {
        Options changed = new Options(options);
        change.accept(changed);
        return new GateDoor(runs, changed);
    }

    @Override
    public Gate named(String name) {
        return with(changed -> changed.name = name);
    }

    @Override
    public Gate failOn(Verdict... verdicts) {
        Set<Verdict> failsOn = EnumSet.noneOf(Verdict.class);
        failsOn.addAll(List.of(verdicts));
        return with(changed -> changed.failsOn = failsOn);
    }

    @Override
    public Gate alpha(double alpha) {
        requireValid(alpha, options.margin);
        return with(changed -> changed.alpha = alpha);
    }

    @Override
    public Gate margin(double fall) {
        requireValid(options.alpha, fall);
        return with(changed -> changed.margin = fall);
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
        return with(changed -> changed.maxRuns = most);
    }

    @Override
    public Gate maxTokens(long tokens, ToDoubleFunction<Observation> tokensOf) {
        requirePositive("maxTokens", tokens);
        return with(changed -> {
            changed.maxTokens = tokens;
            changed.tokensOf = tokensOf;
        });
    }

    @Override
    public Gate maxCostUsd(double usd, ToDoubleFunction<Observation> costOf) {
        requirePositive("maxCostUsd", usd);
        return with(changed -> {
            changed.maxCostUsd = usd;
            changed.costOf = costOf;
        });
    }

    @Override
    public Gate maxTime(Duration time, Clock clock) {
        requirePositive("maxTime", time.toMillis());
        return with(changed -> {
            changed.maxTime = time;
            changed.clock = clock;
        });
    }

    @Override
    public GateReport run() {
        return new Session().run();
    }

    private static void requireValid(double alpha, double margin) {
        new SequentialGate(1, alpha, margin);
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
            if (used == 0) {
                return notes;
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
