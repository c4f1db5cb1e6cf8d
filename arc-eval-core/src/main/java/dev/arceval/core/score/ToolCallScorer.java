package dev.arceval.core.score;

import dev.arceval.eval.ArgumentMatch;
import dev.arceval.eval.CallMatch;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Compares the tool calls of a run with the recorded ones. */
public final class ToolCallScorer implements Scorer {

    private final String name;
    private final ArgumentMatch arguments;
    private final Comparison comparison;

    private ToolCallScorer(String name, ArgumentMatch arguments, Comparison comparison) {
        this.name = name;
        this.arguments = arguments;
        this.comparison = comparison;
    }

    @FunctionalInterface
    private interface Comparison {
        Judgement compare(List<? extends Step> recorded, List<? extends Step> made);
    }

    @FunctionalInterface
    private interface CallComparison {
        Judgement compare(List<Call> recorded, List<Call> made);
    }

    public static Scorer matching(CallMatch match, ArgumentMatch arguments, Set<String> ignored) {
        String name = "tool-calls-" + match.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (match == CallMatch.BY_TURN) {
            return new ToolCallScorer(name, arguments, (recorded, made) -> byTurn(recorded, made, arguments, ignored));
        }
        return ofCalls(
                name,
                arguments,
                ignored,
                (recorded, made) -> difference(match, arguments, recorded, made)
                        .map(Judgement::fail)
                        .orElseGet(Judgement::pass));
    }

    public static Scorer f1(ArgumentMatch arguments, double atLeast) {
        AnswerScorers.requireShare(atLeast);
        return ofCalls("tool-calls-f1", arguments, Set.of(), (recorded, made) -> {
            int all = recorded.size() + made.size();
            int[] partners = partners(arguments, recorded, made);
            double f1 = all == 0 ? 1 : 2.0 * pairs(partners) / all;
            return Judgement.of(f1, atLeast, unpaired(recorded, made, partners).orElse(""));
        });
    }

    public static Scorer similarity(ArgumentMatch arguments, double atLeast) {
        AnswerScorers.requireShare(atLeast);
        return ofCalls("tool-calls-similarity", arguments, Set.of(), (recorded, made) -> {
            int longer = Math.max(recorded.size(), made.size());
            int edits = EditDistance.of(
                    recorded.size(), made.size(), (i, j) -> made.get(j).stands(recorded.get(i), arguments));
            double similarity = longer == 0 ? 1 : 1 - edits / (double) longer;
            return Judgement.of(similarity, atLeast, edits + " calls to add, drop or replace");
        });
    }

    /** Calls of the same tool are brought together in the order in which they were made. */
    public static Scorer arguments(double atLeast, Set<String> ignored) {
        AnswerScorers.requireShare(atLeast);
        return ofCalls("tool-arguments", ArgumentMatch.EQUAL, ignored, (recorded, made) -> {
            int all = 0;
            int shared = 0;
            String first = "";
            int[] partners =
                    Pairing.of(recorded, made, (call, other) -> call.name().equals(other.name()));
            inOrder(made, partners);
            for (int i = 0; i < partners.length; i++) {
                if (partners[i] >= 0) {
                    Call call = made.get(i);
                    Call partner = recorded.get(partners[i]);
                    all += Math.max(call.arguments().size(), partner.arguments().size());
                    shared += call.shared(partner);
                    if (first.isEmpty() && !call.arguments().equals(partner.arguments())) {
                        first = "call " + (i + 1) + ", " + call.name() + ", "
                                + Leaves.firstDifference(partner.arguments(), call.arguments());
                    }
                }
            }
            return all == 0
                    ? Judgement.abstain("no call with arguments is of a tool that was called when recording")
                    : Judgement.of(shared / (double) all, atLeast, first);
        });
    }

    private static ToolCallScorer ofCalls(
            String name, ArgumentMatch arguments, Set<String> ignored, CallComparison comparison) {
        return new ToolCallScorer(
                name,
                arguments,
                (recorded, made) ->
                        comparison.compare(Call.of(tools(recorded), ignored), Call.of(tools(made), ignored)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        return RecordedCalls.objection(expected, arguments != ArgumentMatch.IGNORED)
                .map(Judgement::abstain)
                .orElseGet(() -> comparison.compare(expected.steps(), observed.steps()))
                .by(name);
    }

    private static Optional<String> difference(
            CallMatch match, ArgumentMatch arguments, List<Call> recorded, List<Call> made) {
        return switch (match) {
            case EXACT, BY_TURN -> exact(arguments, recorded, made);
            case IN_ORDER -> inOrder(arguments, recorded, made);
            case ANY_ORDER -> unpaired(recorded, made, partners(arguments, recorded, made));
            case SUBSET -> unexpected(made, partners(arguments, recorded, made));
            case SUPERSET -> missing(recorded, partners(arguments, recorded, made));
        };
    }

    private static Optional<String> exact(ArgumentMatch arguments, List<Call> recorded, List<Call> made) {
        for (int i = 0; i < Math.min(recorded.size(), made.size()); i++) {
            if (!made.get(i).stands(recorded.get(i), arguments)) {
                return Optional.of("call " + (i + 1) + ": expected " + recorded.get(i) + ", was " + made.get(i));
            }
        }
        return recorded.size() == made.size()
                ? Optional.empty()
                : Optional.of("expected " + recorded.size() + " calls, were " + made.size());
    }

    /** The earliest call that fits is as good as any: what comes after it is most. */
    private static Optional<String> inOrder(ArgumentMatch arguments, List<Call> recorded, List<Call> made) {
        int next = 0;
        for (Call call : made) {
            if (next < recorded.size() && call.stands(recorded.get(next), arguments)) {
                next++;
            }
        }
        return next == recorded.size()
                ? Optional.empty()
                : Optional.of("recorded call " + (next + 1) + ", " + recorded.get(next) + ", is missing in its place");
    }

    private static int[] partners(ArgumentMatch arguments, List<Call> recorded, List<Call> made) {
        return Pairing.of(recorded, made, (call, partner) -> call.stands(partner, arguments));
    }

    private static int pairs(int[] partners) {
        return (int) Arrays.stream(partners).filter(partner -> partner >= 0).count();
    }

    private static Optional<String> unpaired(List<Call> recorded, List<Call> made, int[] partners) {
        return missing(recorded, partners).or(() -> unexpected(made, partners));
    }

    private static Optional<String> unexpected(List<Call> made, int[] partners) {
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] < 0) {
                return Optional.of("call " + (i + 1) + ", " + made.get(i) + ", is not a recorded one");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missing(List<Call> recorded, int[] partners) {
        for (int i = 0; i < recorded.size(); i++) {
            int at = i;
            if (Arrays.stream(partners).noneMatch(partner -> partner == at)) {
                return Optional.of("recorded call " + (i + 1) + ", " + recorded.get(i) + ", is missing");
            }
        }
        return Optional.empty();
    }

    /** Gives the calls of each tool their partners in the recorded order. */
    private static void inOrder(List<Call> made, int[] partners) {
        for (int i = 0; i < partners.length; i++) {
            for (int j = i + 1; j < partners.length; j++) {
                boolean crossed =
                        made.get(i).name().equals(made.get(j).name()) && partners[j] >= 0 && partners[i] > partners[j];
                if (crossed) {
                    int partner = partners[i];
                    partners[i] = partners[j];
                    partners[j] = partner;
                }
            }
        }
    }

    private static Judgement byTurn(
            List<? extends Step> recorded, List<? extends Step> made, ArgumentMatch arguments, Set<String> ignored) {
        List<List<ToolCall>> wanted = turns(recorded);
        List<List<ToolCall>> found = turns(made);
        if (wanted.isEmpty() || found.isEmpty()) {
            return Judgement.abstain("no model calls to tell turns by");
        }
        for (int i = 0; i < Math.min(wanted.size(), found.size()); i++) {
            Optional<String> difference = difference(
                    CallMatch.ANY_ORDER, arguments, Call.of(wanted.get(i), ignored), Call.of(found.get(i), ignored));
            if (difference.isPresent()) {
                return Judgement.fail("turn " + (i + 1) + ": " + difference.get());
            }
        }
        return wanted.size() == found.size()
                ? Judgement.pass()
                : Judgement.fail("expected " + wanted.size() + " turns, were " + found.size());
    }

    /** A model call begins a turn; without one there are none. */
    private static List<List<ToolCall>> turns(List<? extends Step> steps) {
        List<List<ToolCall>> turns = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof ModelCall) {
                turns.add(new ArrayList<>());
            } else if (step instanceof ToolCall call && !turns.isEmpty()) {
                turns.get(turns.size() - 1).add(call);
            }
        }
        return turns;
    }

    private static List<ToolCall> tools(List<? extends Step> steps) {
        return steps.stream()
                .filter(ToolCall.class::isInstance)
                .map(ToolCall.class::cast)
                .toList();
    }
}
