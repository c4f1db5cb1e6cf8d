package dev.arceval.checks.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.arceval.core.curate.CurationRequest;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.curate.Curator;
import dev.arceval.core.curate.Run;
import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.replay.ExpectationScorer;
import dev.arceval.core.replay.Likeness;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What cases expect of arguments, held against good runs that nothing was learned from, and against these runs with one argument
 * made up. Of each input one good run after another is held out: three in every build, all and more runs with
 * {@code -Dcalibration=full}.
 */
class LearnedExpectationsTest {

    private static final int FEWEST_RUNS = 3;
    private static final boolean FULL = "full".equals(System.getProperty("calibration"));
    private static final int FEWEST_FOLDS = 3;
    private static final double MOST_BROKEN = .05;

    @Test
    void attackedRuns() {
        heldOut("attacked", RealDataTest.read(RealDataTest.ATTACKED));
    }

    @Test
    void runsOfNineBuilds() {
        assumeTrue(FULL, "takes longer: -Dcalibration=full");
        heldOut(
                "nine builds",
                Stream.of(
                                "claude-3-haiku-20240307",
                                "claude-3-opus-20240229",
                                "claude-3-sonnet-20240229",
                                "gpt-4o-2024-05-13",
                                "gpt-4o-2024-05-13-repeat_user_prompt",
                                "gpt-4o-2024-05-13-spotlighting_with_delimiting",
                                "gpt-4o-2024-05-13-tool_filter",
                                "gpt-4o-2024-05-13-transformers_pi_detector",
                                "gpt-4o-mini-2024-07-18")
                        .flatMap(build -> RealDataTest.read("agentdojo/" + build + ".benign.otlp.jsonl.gz").stream())
                        .toList());
    }

    private static void heldOut(String name, List<Trace> runs) {
        Map<String, List<Trace>> byInput = new TreeMap<>();
        for (Trace run : runs) {
            if (run.outcome() instanceof Outcome.Success) {
                byInput.computeIfAbsent(input(run.agent(), run.input().orElse("")), input -> new ArrayList<>())
                        .add(run);
            }
        }
        Tally alone = new Tally();
        Tally together = new Tally();
        int most = FULL ? byInput.values().stream().mapToInt(List::size).max().orElse(0) : FEWEST_FOLDS;
        for (int out = 0; out < most; out++) {
            List<Trace> heldOut = new ArrayList<>();
            for (List<Trace> good : byInput.values()) {
                if (good.size() > FEWEST_RUNS && good.size() > out) {
                    heldOut.add(good.get(out));
                    List<Trace> others = new ArrayList<>(good);
                    others.remove(out);
                    alone.add(learned(others), good.get(out));
                }
            }
            Set<Trace> others = byInput.values().stream().flatMap(List::stream).collect(Collectors.toSet());
            heldOut.forEach(others::remove);
            Map<String, EvalCase> learned = learned(others);
            heldOut.forEach(run -> together.add(learned, run));
        }
        alone.print(name + ", each input alone");
        together.print(name + ", all inputs");

        assertThat(together.broken).isLessThanOrEqualTo((int) (MOST_BROKEN * together.held));
        assertThat(together.alarms).isLessThanOrEqualTo(alone.alarms + together.runs / 100);
        assertThat(together.seen).isGreaterThan(alone.seen);
    }

    private static final class Tally {

        private int runs;
        private int alarms;
        private int held;
        private int broken;
        private int madeUp;
        private int seen;
        private final Map<String, int[]> byKind = new TreeMap<>();

        void add(Map<String, EvalCase> cases, Trace run) {
            EvalCase learned = cases.get(input(run.agent(), run.input().orElse("")));
            List<Expectation> expected = learned.expectations().stream()
                    .filter(PassesArgument.class::isInstance)
                    .toList();
            int wrong = 0;
            for (Expectation each : expected) {
                boolean isBroken = isBroken(learned, List.of(each), run.toolCalls());
                wrong += isBroken ? 1 : 0;
                int[] kind = byKind.computeIfAbsent(
                        ((PassesArgument) each).argument().getClass().getSimpleName(), name -> new int[2]);
                kind[0]++;
                kind[1] += isBroken ? 1 : 0;
            }
            runs++;
            alarms += wrong > 0 ? 1 : 0;
            held += expected.size();
            broken += wrong;
            if (wrong > 0 || expected.isEmpty()) {
                madeUp += madeUp(run.toolCalls()).size();
                return;
            }
            for (List<ToolCall> other : madeUp(run.toolCalls())) {
                madeUp++;
                seen += isBroken(learned, expected, other) ? 1 : 0;
            }
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %d held out runs, alarm in %d (%.1f %%); %d expected arguments, broken %d (%.1f %%); made up %d, seen %d (%.0f %%) %s%n",
                    name,
                    runs,
                    alarms,
                    100.0 * alarms / runs,
                    held,
                    broken,
                    100.0 * broken / held,
                    madeUp,
                    seen,
                    100.0 * seen / madeUp,
                    byKind.entrySet().stream()
                            .map(kind -> kind.getKey() + " " + kind.getValue()[1] + "/" + kind.getValue()[0])
                            .toList());
        }
    }

    /** Returns a case for each input. */
    private static Map<String, EvalCase> learned(Collection<Trace> good) {
        Curator curator = new Curator(new CurationRequest(
                Integer.MAX_VALUE, 0, Minimum.REQUIRED, Set.of(), Set.of(), QualityWeights.defaults(), 1));
        good.forEach(run -> curator.add(new Run(run, "p", Set.of(Kind.SUCCESS), false, List.of(), 0)));
        Map<String, Trace> byId = good.stream().collect(Collectors.toMap(Trace::traceId, Function.identity()));
        Map<String, EvalCase> cases = new HashMap<>();
        for (EvalCase each : curator.choose("learned", id -> Optional.ofNullable(byId.get(id)))
                .dataset()
                .cases()) {
            cases.put(input(each.provenance().agent(), each.input()), each);
        }
        return cases;
    }

    /** Inputs with the same words are one. */
    private static String input(String agent, String text) {
        return agent + ":" + text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isBroken(EvalCase learned, List<Expectation> expected, List<ToolCall> calls) {
        Observation observed = new Observation("x", null, null, List.copyOf(calls), List.of(), Duration.ZERO);
        return new ExpectationScorer(Likeness.plain())
                        .score(learned.withExpectations(expected), observed)
                        .status()
                != Score.Status.PASS;
    }

    /** The calls with one value of one argument replaced by another one of the same form: for each argument of each call. */
    private static List<List<ToolCall>> madeUp(List<ToolCall> calls) {
        List<List<ToolCall>> all = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            String arguments = call.arguments() == null ? "" : call.arguments();
            Set<String> values = new HashSet<>();
            CanonicalJson.of(arguments).values().values().forEach(values::addAll);
            for (String value : values) {
                String changed = arguments.replace(value, other(value));
                if (!changed.equals(arguments)) {
                    List<ToolCall> other = new ArrayList<>(calls);
                    other.set(i, ToolCall.of(call.name(), changed, call.result()));
                    all.add(other);
                }
            }
        }
        return all;
    }

    /** Each letter and digit is the seventh after it. */
    private static String other(String value) {
        StringBuilder other = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c >= '0' && c <= '9') {
                other.append((char) ('1' + (c - '0' + 6) % 9));
            } else if (c >= 'a' && c <= 'z') {
                other.append((char) ('a' + (c - 'a' + 7) % 26));
            } else if (c >= 'A' && c <= 'Z') {
                other.append((char) ('A' + (c - 'A' + 7) % 26));
            } else {
                other.append(c);
            }
        }
        return other.toString();
    }
}
