package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.Excerpt;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Divergence;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.Divergence.Row;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first step in which a run differs from the recorded one, and what is to blame for it.
 *
 * <p>What a policy lets pass is no difference. Of a live model's output the tools it asks for count, its words only where it
 * asks for none: no model says a thing twice in the same words, and the answer has expectations of its own.
 */
public final class Trajectories {

    private final CallPolicies policies;

    public Trajectories(CallPolicies policies) {
        this.policies = policies;
    }

    /** Returns where the run left the recording; empty if it did not and the recorded answer was given. */
    public Optional<Divergence> divergence(EvalCase expected, Observation observed) {
        List<? extends Step> before = expected.steps();
        List<? extends Step> now = observed.steps();
        if (expected.modelCalls().isEmpty() || observed.modelCalls().isEmpty()) {
            // One side did not look at the model.
            before = expected.toolCalls();
            now = observed.toolCalls();
        }
        List<Row> rows = Alignment.of(before, now, this::isSame);
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).same()) {
                return Optional.of(divergence(rows, i));
            }
        }
        return answer(expected, observed).map(what -> new Divergence(Blame.ANSWER, what, rows.size(), rows));
    }

    private static Optional<String> answer(EvalCase expected, Observation observed) {
        if (observed.errorType() != null) {
            return observed.error()
                    .map(error -> "after the recorded steps it ended in " + Excerpt.start(error, Excerpt.MAX_QUOTE));
        }
        String answer = observed.answer();
        return expected.expectedAnswer()
                .filter(wanted -> answer == null || !wanted.strip().equals(answer.strip()))
                .map(wanted -> "the steps are the recorded ones, but the answer made of them "
                        + (answer == null ? "is missing" : "differs: " + parts(wanted, answer)));
    }

    private static String parts(String before, String now) {
        int at = Excerpt.firstDifference(before, now);
        return "recorded \"" + Excerpt.around(before, at) + "\", now \"" + Excerpt.around(now, at) + "\"";
    }

    private boolean isSame(Step recorded, Step observed) {
        return recorded == observed || (isAskedTheSame(recorded, observed) && isAnsweredTheSame(recorded, observed));
    }

    private boolean isAskedTheSame(Step recorded, Step observed) {
        if (recorded instanceof ToolCall before && observed instanceof ToolCall now) {
            CallPolicy policy = policies.of(before.name());
            return before.name().equals(now.name()) && counted(before, policy).equals(counted(now, policy));
        }
        return recorded instanceof ModelCall before
                && observed instanceof ModelCall now
                && (policies.model() instanceof CallPolicy.AnyArguments
                        || before.input().isEmpty()
                        || asked(before).equals(asked(now)));
    }

    /** A live call is compared as strictly as any. */
    private static String counted(ToolCall call, CallPolicy policy) {
        CallPolicy strict = policy instanceof CallPolicy.Live ? CallPolicy.strict() : policy;
        return Arguments.counted(CanonicalJson.of(call.arguments()), strict);
    }

    private Conversation asked(ModelCall call) {
        CallPolicy policy =
                policies.model() instanceof CallPolicy.Live ? CallPolicy.ignoring("assistant") : policies.model();
        return Conversation.of(call.input(), policy, UnaryOperator.identity());
    }

    private boolean isAnsweredTheSame(Step recorded, Step observed) {
        if (!Objects.equals(recorded.error(), observed.error())) {
            return false;
        }
        if (recorded instanceof ToolCall before && observed instanceof ToolCall now) {
            return CanonicalJson.of(before.result()).equals(CanonicalJson.of(now.result()));
        }
        return said((ModelCall) recorded).equals(said((ModelCall) observed));
    }

    private Conversation said(ModelCall call) {
        List<Message.ToolRequest> requests = call.toolRequests();
        List<Message> counted = policies.model() instanceof CallPolicy.Live && !requests.isEmpty()
                ? List.of(new Message(Message.Role.ASSISTANT, List.copyOf(requests), null))
                : call.output();
        return Conversation.of(counted, CallPolicy.strict(), UnaryOperator.identity());
    }

    private Divergence divergence(List<Row> rows, int at) {
        Row row = rows.get(at);
        Step recorded = row.recorded();
        Step observed = row.observed();
        if (recorded == null || observed == null) {
            return new Divergence(Blame.CODE_ORDER, order(rows, at), at, rows);
        }
        if (recorded instanceof ToolCall before && observed instanceof ToolCall now) {
            return isAskedTheSame(before, now)
                    ? new Divergence(
                            Blame.TOOL_RESULT, name(now) + " answered otherwise: " + results(before, now), at, rows)
                    : new Divergence(
                            Blame.TOOL_ARGUMENTS,
                            name(now) + " is called otherwise: " + arguments(before, now),
                            at,
                            rows);
        }
        ModelCall before = (ModelCall) recorded;
        ModelCall now = (ModelCall) observed;
        return isAskedTheSame(before, now)
                ? new Divergence(
                        Blame.MODEL_OUTPUT,
                        "the model, asked the same, answered otherwise: " + outputs(before, now),
                        at,
                        rows)
                : new Divergence(
                        Blame.INPUT,
                        "the model is asked otherwise: " + asked(before).firstDifference(asked(now)),
                        at,
                        rows);
    }

    private static String arguments(ToolCall before, ToolCall now) {
        return CanonicalJson.of(before.arguments())
                .firstDifference(CanonicalJson.of(now.arguments()))
                .map(difference -> Excerpt.of(difference, "recorded", "now"))
                .orElse("");
    }

    private static String results(ToolCall before, ToolCall now) {
        if (before.failed() || now.failed()) {
            return "recorded " + outcome(before) + ", now " + outcome(now);
        }
        return CanonicalJson.of(before.result())
                .firstDifference(CanonicalJson.of(now.result()))
                .map(difference -> Excerpt.of(difference, "recorded", "now"))
                .orElse("");
    }

    private static String outcome(Step step) {
        String error = step.error();
        return error == null ? "a result" : Excerpt.start(error, Excerpt.MAX_QUOTE);
    }

    private String outputs(ModelCall before, ModelCall now) {
        return before.failed() || now.failed()
                ? "recorded " + outcome(before) + ", now " + outcome(now)
                : said(before).firstDifference(said(now));
    }

    private String order(List<Row> rows, int at) {
        Step recorded = rows.get(at).recorded();
        Step observed = rows.get(at).observed();
        if (recorded != null) {
            int later = find(rows, at, recorded, true);
            String missing = "step " + (at + 1) + ", " + name(recorded) + ", ";
            if (later >= 0) {
                return missing + "comes later, as step " + (later + 1);
            }
            boolean retried = at > 0 && triedAgain(rows.get(at - 1).recorded(), recorded);
            return missing + "is missing" + (retried ? "; the recorded run tried again after a failure" : "");
        }
        Step surplus = Objects.requireNonNull(observed);
        int later = find(rows, at, surplus, false);
        return name(surplus) + " is called as step " + (at + 1)
                + (later >= 0 ? ", recorded as step " + (later + 1) : ", where the recorded run calls nothing like it");
    }

    private boolean triedAgain(@Nullable Step before, Step missing) {
        return before != null && before.failed() && isAskedTheSame(before, missing);
    }

    /** Returns the row after {@code at} whose other side asks what {@code step} asks; -1 if there is none. */
    private int find(List<Row> rows, int at, Step step, boolean amongObserved) {
        for (int i = at + 1; i < rows.size(); i++) {
            Row row = rows.get(i);
            Step other = amongObserved ? row.observed() : row.recorded();
            boolean paired = row.recorded() != null && row.observed() != null;
            if (other != null && !paired && isAskedTheSame(step, other)) {
                return i;
            }
        }
        return -1;
    }

    private static String name(Step step) {
        return step instanceof ToolCall call ? call.name() : "a model call";
    }
}
