package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.curate.Run;
import dev.arceval.core.replay.ExpectationScorer;
import dev.arceval.core.replay.Likeness;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Observation;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.Score;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a case expects of arguments, learned from all good runs of an input but one, and held against that one. */
class LearnedExpectationsTest {

    private static final int FEWEST_RUNS = 3;

    @ParameterizedTest
    @ValueSource(strings = RealDataTest.ATTACKED)
    void goodRunThatWasHeldOut_passesWhatTheOthersPass_andAChangedArgumentIsSeen(String file) {
        Map<String, List<Trace>> byInput = new TreeMap<>();
        for (Trace run : RealDataTest.read(file)) {
            if (run.outcome() instanceof Outcome.Success) {
                byInput.computeIfAbsent(run.input().orElse(""), input -> new ArrayList<>())
                        .add(run);
            }
        }
        int runs = 0;
        int alarms = 0;
        int held = 0;
        int broken = 0;
        int changed = 0;
        int seen = 0;
        for (List<Trace> good : byInput.values()) {
            for (int out = 0; out < good.size() && good.size() > FEWEST_RUNS; out++) {
                List<Trace> others = new ArrayList<>(good);
                EvalCase learned = learned(others, others.remove(out));
                List<PassesArgument> expected = arguments(learned);
                List<ToolCall> calls = good.get(out).toolCalls();
                int wrong = (int) expected.stream()
                        .filter(each -> isBroken(learned, each, calls))
                        .count();
                runs += expected.isEmpty() ? 0 : 1;
                alarms += wrong > 0 ? 1 : 0;
                held += expected.size();
                broken += wrong;
                for (PassesArgument each : expected) {
                    List<ToolCall> other = changed(calls, each);
                    changed += other.equals(calls) ? 0 : 1;
                    seen += !other.equals(calls) && isBroken(learned, each, other) ? 1 : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %d held out runs, %d expected arguments; broken %d (%.1f %%) in %d runs (%.1f %%); changed %d, seen %d%n",
                file.substring(0, 12),
                runs,
                held,
                broken,
                100.0 * broken / held,
                alarms,
                100.0 * alarms / runs,
                changed,
                seen);

        assertThat(seen).isEqualTo(changed);
        assertThat(broken).isLessThanOrEqualTo(held / 20);
    }

    private static EvalCase learned(List<Trace> good, Trace heldOut) {
        Curator curator = new Curator(new CurationRequest(
                1, 0, Minimum.REQUIRED, Set.of(), Set.of(), QualityWeights.defaults(), heldOut.startEpochNanos()));
        good.forEach(run -> curator.add(new Run(run, "p", Set.of(Kind.SUCCESS), false, List.of(), 0)));
        return curator.choose(
                        "learned",
                        id -> good.stream()
                                .filter(run -> run.traceId().equals(id))
                                .findFirst())
                .dataset()
                .cases()
                .get(0);
    }

    private static List<PassesArgument> arguments(EvalCase learned) {
        return learned.expectations().stream()
                .filter(PassesArgument.class::isInstance)
                .map(PassesArgument.class::cast)
                .toList();
    }

    private static boolean isBroken(EvalCase learned, PassesArgument one, List<ToolCall> calls) {
        Observation observed = new Observation("x", null, null, List.copyOf(calls), List.of(), Duration.ZERO);
        return new ExpectationScorer(Likeness.plain())
                        .score(learned.withExpectations(List.of(one)), observed)
                        .status()
                != Score.Status.PASS;
    }

    /** The first call of the tool passes nothing that was asked for. */
    private static List<ToolCall> changed(List<ToolCall> calls, PassesArgument passes) {
        List<ToolCall> changed = new ArrayList<>(calls);
        for (int i = 0; i < changed.size(); i++) {
            ToolCall call = changed.get(i);
            if (call.name().equals(passes.tool())) {
                String other = passes.values().stream()
                        .reduce(
                                Optional.ofNullable(call.arguments()).orElse(""),
                                (text, value) ->
                                        text.replace(value, value.matches("-?[0-9.]+") ? "9" + value : value + "x"));
                changed.set(i, ToolCall.of(call.name(), other, call.result()));
                return changed;
            }
        }
        return changed;
    }
}
