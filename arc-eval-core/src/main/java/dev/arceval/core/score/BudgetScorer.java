package dev.arceval.core.score;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Quantity;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Trace;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a run takes no more than it may. The value is 1 within the limit, and limit over amount beyond. */
public final class BudgetScorer implements Scorer {

    /** One unchanged run in this many may lie beyond what is usual. */
    private static final int ONE_IN = 20;

    private final String name;
    private final Quantity quantity;
    private final Function<EvalCase, Limit> limits;

    private BudgetScorer(String name, Quantity quantity, Function<EvalCase, Limit> limits) {
        this.name = name;
        this.quantity = quantity;
        this.limits = limits;
    }

    /**
     * A limit, or why there is none.
     *
     * @param value absent if there is none
     * @param source what it comes from, or what is missing
     */
    private record Limit(OptionalDouble value, String source) {}

    public static Scorer atMost(Quantity quantity, double limit) {
        requireNotNegative("limit", limit);
        Limit fixed = new Limit(OptionalDouble.of(limit), "given");
        return new BudgetScorer("budget-" + text(quantity), quantity, recorded -> fixed);
    }

    public static Scorer atMostTimesRecorded(Quantity quantity, double factor) {
        requireNotNegative("factor", factor);
        return new BudgetScorer("budget-" + text(quantity), quantity, recorded -> {
            OptionalDouble taken = Taken.by(recorded, quantity);
            return taken.isEmpty()
                    ? new Limit(taken, "the recording does not say")
                    : new Limit(
                            OptionalDouble.of(factor * taken.getAsDouble()),
                            figure(factor) + " times the recorded " + figure(taken.getAsDouble()));
        });
    }

    /**
     * The limit is the k-th smallest of n earlier runs with the same input, k = 0.95 (n + 1) rounded up: a further run of the
     * same agent lies beyond it with probability at most 1 in 20, whatever the distribution.
     */
    public static Scorer asUsual(Quantity quantity, Collection<Trace> earlier) {
        Map<String, double[]> byInput = byInput(quantity, earlier);
        return new BudgetScorer(
                "usual-" + text(quantity),
                quantity,
                recorded -> usual(byInput.getOrDefault(recorded.input(), new double[0])));
    }

    private static Map<String, double[]> byInput(Quantity quantity, Collection<Trace> earlier) {
        Map<String, List<Trace>> runs = earlier.stream()
                .filter(run -> run.input().isPresent())
                .collect(Collectors.groupingBy(run -> run.input().orElseThrow()));
        Map<String, double[]> byInput = new HashMap<>();
        runs.forEach((input, same) -> byInput.put(
                input,
                same.stream()
                        .map(run -> Taken.by(run, quantity))
                        .flatMapToDouble(OptionalDouble::stream)
                        .sorted()
                        .toArray()));
        return byInput;
    }

    private static Limit usual(double[] sorted) {
        int n = sorted.length;
        int k = ((ONE_IN - 1) * (n + 1) + ONE_IN - 1) / ONE_IN;
        return k > n
                ? new Limit(
                        OptionalDouble.empty(),
                        "not enough data: " + n + " earlier runs of this input, " + (ONE_IN - 1) + " needed")
                : new Limit(OptionalDouble.of(sorted[k - 1]), "what " + n + " earlier runs took");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        Limit limit = limits.apply(expected);
        OptionalDouble taken = Taken.by(observed, quantity);
        return objection(limit, taken)
                .map(Judgement::abstain)
                .orElseGet(() -> judge(limit, taken.orElseThrow()))
                .by(name);
    }

    private Optional<String> objection(Limit limit, OptionalDouble taken) {
        if (limit.value.isEmpty()) {
            return Optional.of(limit.source);
        }
        return taken.isEmpty() ? Optional.of("the run does not say its " + text(quantity)) : Optional.empty();
    }

    private Judgement judge(Limit limit, double taken) {
        double most = limit.value.orElseThrow();
        return taken <= most
                ? Judgement.pass()
                : new Judgement(
                        Score.Status.FAIL,
                        most / taken,
                        "took " + text(quantity) + " " + figure(taken) + ", at most " + figure(most) + " ("
                                + limit.source + ")");
    }

    private static String figure(double value) {
        return new BigDecimal(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String text(Quantity quantity) {
        return quantity.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void requireNotNegative(String what, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " must not be negative: " + value);
        }
    }
}
