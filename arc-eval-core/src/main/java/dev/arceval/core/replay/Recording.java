package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.eval.CallPolicy;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recorded calls of a case, answering live ones, and a log of what was called. Thread-safe.
 *
 * <p>A live call gets the answer of the recorded call that its policy takes for the same, at the same occurrence; when the
 * recorded ones are used up, the last again. A call that is not recorded gets no answer, but a text that shows the nearest
 * recorded call.
 */
public final class Recording {

    /** How a call that got no answer is written down. */
    public static final String UNRECORDED = "UnrecordedCall";

    private final ToolLookup tools;
    private final ModelLookup model;
    private final Likeness likeness;
    private final CallPolicies policies;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> unrecorded = new ArrayList<>();

    /**
     * @param recorded the calls in order
     * @param likeness what to make of pseudonyms, which a recording holds where there were secrets
     */
    public Recording(List<? extends Step> recorded, Likeness likeness, CallPolicies policies) {
        List<ToolCall> toolCalls = new ArrayList<>();
        List<ModelCall> modelCalls = new ArrayList<>();
        for (Step step : recorded) {
            if (step instanceof ToolCall call) {
                toolCalls.add(call);
            } else {
                modelCalls.add((ModelCall) step);
            }
        }
        this.tools = new ToolLookup(toolCalls, likeness, policies);
        this.model = new ModelLookup(modelCalls, likeness, policies);
        this.likeness = likeness;
        this.policies = policies;
    }

    /** What a live call gets. */
    public sealed interface Answer {

        /** What was recorded: a result, or a failure. */
        record Recorded(Step call) implements Answer {}

        /** Whatever the real tool or model says. */
        record Live() implements Answer {}

        /** Nothing: the call is not in the recording. The message says what is. */
        record Unrecorded(String message) implements Answer {}
    }

    /**
     * Answers a live call of a tool and takes a note of it.
     *
     * @param canGoLive whether there is a real tool to ask
     */
    public Answer answer(String tool, @Nullable String liveArguments, boolean canGoLive) {
        CallPolicy policy = policies.of(tool);
        if (policy instanceof CallPolicy.Live && canGoLive) {
            return new Answer.Live();
        }
        ToolLookup.Live live = ToolLookup.Live.of(tool, liveArguments, likeness);
        synchronized (this) {
            if (policy instanceof CallPolicy.Live) {
                return refuse(live, ToolLookup.quote(live) + " is to go live, but no live tool was given");
            }
            if (policy instanceof CallPolicy.Refused) {
                return refuse(
                        live,
                        ToolLookup.quote(live) + " is not allowed: the policy of " + live.tool() + " refuses calls");
            }
            ToolCall call = tools.next(live);
            if (call == null) {
                return refuse(live, tools.unknown(live));
            }
            if (!call.answerable()) {
                return refuse(live, ToolLookup.quote(live) + " was recorded without its result");
            }
            steps.add(asMade(call, live));
            return new Answer.Recorded(call);
        }
    }

    /** A call made as recorded is the recorded call itself; one that a policy let pass shows its own arguments. */
    private ToolCall asMade(ToolCall recorded, ToolLookup.Live live) {
        boolean asRecorded = policies.of(live.tool()) instanceof CallPolicy.Strict
                || CanonicalJson.of(recorded.arguments()).equals(live.canonical());
        return asRecorded
                ? recorded
                : new ToolCall(recorded.name(), recorded.id(), live.arguments(), recorded.result(), recorded.error());
    }

    private Answer refuse(ToolLookup.Live live, String message) {
        steps.add(ToolCall.failed(live.tool(), live.arguments(), UNRECORDED));
        unrecorded.add(message);
        return new Answer.Unrecorded(message);
    }

    /** Answers a live call of the model and takes a note of it. */
    public Answer answer(List<Message> messages, boolean canGoLive) {
        CallPolicy policy = policies.model();
        if (policy instanceof CallPolicy.Live && canGoLive) {
            return new Answer.Live();
        }
        synchronized (this) {
            if (policy instanceof CallPolicy.Live) {
                return refuse(messages, "a model call is to go live, but no live model was given");
            }
            if (policy instanceof CallPolicy.Refused) {
                return refuse(messages, "a model call is not allowed: the policy of the model refuses calls");
            }
            ModelLookup.Live live = model.live(messages);
            ModelCall call = model.next(live);
            if (call == null) {
                return refuse(messages, model.unknown(live));
            }
            if (!call.answerable()) {
                return refuse(messages, "a model call was recorded without its answer");
            }
            steps.add(asMade(call, messages));
            return new Answer.Recorded(call);
        }
    }

    private ModelCall asMade(ModelCall recorded, List<Message> messages) {
        boolean asRecorded = policies.model() instanceof CallPolicy.Strict;
        return asRecorded ? recorded : withInput(recorded, redacted(messages));
    }

    private Answer refuse(List<Message> messages, String message) {
        steps.add(ModelCall.failed(redacted(messages), UNRECORDED));
        unrecorded.add(message);
        return new Answer.Unrecorded(message);
    }

    /** Takes a note of a call that went to the real tool. */
    public void wentLive(String tool, @Nullable String arguments, @Nullable String result, @Nullable String error) {
        note(new ToolCall(tool, null, redacted(arguments), redacted(result), redacted(error)));
    }

    /** Takes a note of a call that went to the real model. */
    public void wentLive(ModelCall call) {
        note(new ModelCall(
                call.model(),
                redacted(call.input()),
                redacted(call.output()),
                call.finishReasons(),
                call.usage(),
                redacted(call.error())));
    }

    private synchronized void note(Step step) {
        steps.add(step);
    }

    private static ModelCall withInput(ModelCall call, List<Message> input) {
        return new ModelCall(call.model(), input, call.output(), call.finishReasons(), call.usage(), call.error());
    }

    private @Nullable String redacted(@Nullable String text) {
        return text == null ? null : likeness.redact().apply(text);
    }

    private List<Message> redacted(List<Message> messages) {
        return messages.stream().map(likeness::redacted).toList();
    }

    /** Returns the calls made so far, in order; one made as recorded is the recorded call itself. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns the messages of the calls that were not recorded, in order. */
    public synchronized List<String> unrecorded() {
        return List.copyOf(unrecorded);
    }
}
