package dev.arceval.core.replay;

import dev.arceval.eval.CallPolicy;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the recorded model call that a live one is the same as. Not thread-safe. */
final class ModelLookup {

    private final List<ModelCall> recorded;
    private final CallPolicy policy;
    private final Likeness likeness;
    private final List<Conversation> conversations;
    private final Map<Conversation, List<Integer>> positions;
    /** Made when a live call holds a secret of its own, which most never do. */
    private @Nullable Map<Conversation, List<Integer>> positionsByType;

    private final Map<Conversation, Integer> asked = new HashMap<>();
    /** A conversation repeats itself in every call; what was made of a text is kept for the run. */
    private final Map<String, String> redacted = new HashMap<>();

    private int inOrder;

    ModelLookup(List<ModelCall> recorded, Likeness likeness, CallPolicies policies) {
        this.recorded = recorded;
        this.policy = policies.model();
        this.likeness = likeness;
        this.conversations = recorded.stream()
                .map(call -> Conversation.of(call.input(), policy, UnaryOperator.identity()))
                .toList();
        this.positions = positions(UnaryOperator.identity());
    }

    private Map<Conversation, List<Integer>> positions(UnaryOperator<Conversation> key) {
        Map<Conversation, List<Integer>> byKey = new HashMap<>();
        for (int i = 0; i < recorded.size(); i++) {
            if (!recorded.get(i).input().isEmpty()) {
                byKey.computeIfAbsent(key.apply(conversations.get(i)), unseen -> new ArrayList<>())
                        .add(i);
            }
        }
        return byKey;
    }

    private Map<Conversation, List<Integer>> positionsByType() {
        if (positionsByType == null) {
            positionsByType = positions(this::byType);
        }
        return positionsByType;
    }

    /** A live call, brought into the form of the recording. */
    record Live(List<Message> messages, Conversation conversation) {}

    Live live(List<Message> messages) {
        return new Live(
                messages,
                Conversation.of(messages, policy, text -> redacted.computeIfAbsent(text, likeness.redact()::apply)));
    }

    /** Returns the recorded call; null if there is none. Each call of this method is an occurrence. */
    @Nullable
    ModelCall next(Live live) {
        if (policy instanceof CallPolicy.AnyArguments) {
            return recorded.isEmpty() ? null : recorded.get(Math.min(inOrder++, recorded.size() - 1));
        }
        boolean ownSecret = live.conversation().messages().stream().anyMatch(likeness.ownSecret());
        Conversation key = ownSecret ? byType(live.conversation()) : live.conversation();
        List<Integer> matches = (ownSecret ? positionsByType() : positions).get(key);
        if (matches == null) {
            return withoutMessages();
        }
        int occurrence = asked.merge(key, 1, Integer::sum);
        return recorded.get(matches.get(Math.min(occurrence, matches.size()) - 1));
    }

    /** Calls recorded without their messages are answered one after the other. */
    private @Nullable ModelCall withoutMessages() {
        while (inOrder < recorded.size() && !recorded.get(inOrder).input().isEmpty()) {
            inOrder++;
        }
        return inOrder < recorded.size() ? recorded.get(inOrder++) : null;
    }

    private Conversation byType(Conversation conversation) {
        return new Conversation(
                conversation.messages().stream().map(likeness::byType).toList());
    }

    /** Returns what to say of a call that was not recorded. */
    String unknown(Live live) {
        if (recorded.isEmpty()) {
            return "a model call was not recorded\n  the recording holds no model calls: replay with the real model, or"
                    + " record anew with the content of messages";
        }
        int nearest = 0;
        for (int i = 1; i < recorded.size(); i++) {
            if (conversations.get(i).shared(live.conversation())
                    > conversations.get(nearest).shared(live.conversation())) {
                nearest = i;
            }
        }
        String message = "a model call was not recorded\n  nearest recorded call: " + (nearest + 1) + " of "
                + recorded.size() + "\n  first difference: "
                + conversations.get(nearest).firstDifference(live.conversation());
        return masked(live.conversation()).equals(masked(conversations.get(nearest)))
                ? message + "\n  only values that change from run to run differ: CallPolicy.volatileMasked() lets them"
                : message;
    }

    private static List<String> masked(Conversation conversation) {
        return conversation.messages().stream().map(VolatileValues::mask).toList();
    }
}
