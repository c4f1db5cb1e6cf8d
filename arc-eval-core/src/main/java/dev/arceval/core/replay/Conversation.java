package dev.arceval.core.replay;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.core.json.Excerpt;
import dev.arceval.eval.CallPolicy;
import dev.arceval.trace.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What of a model's messages counts, as one text for each: its role, and what is said, asked for and handed back. Ids of
 * calls, names of participants and white space at the ends of a text do not count; messages that say nothing are left out.
 *
 * @param messages the texts, each starting with its role
 */
record Conversation(List<String> messages) {

    static Conversation of(List<Message> messages, CallPolicy policy, UnaryOperator<String> redact) {
        List<String> counted = new ArrayList<>(messages.size());
        for (Message message : messages) {
            String role = message.role().name().toLowerCase(Locale.ROOT);
            boolean ignored = policy instanceof CallPolicy.Ignoring ignoring
                    && ignoring.parts().contains(role);
            String said = said(message, redact);
            if (!ignored && !said.isEmpty()) {
                counted.add(
                        role + ": " + (policy instanceof CallPolicy.VolatileMasked ? VolatileValues.mask(said) : said));
            }
        }
        return new Conversation(counted);
    }

    private static String said(Message message, UnaryOperator<String> redact) {
        StringBuilder said = new StringBuilder();
        for (Message.Part part : message.parts()) {
            String text = said(part, redact);
            if (!text.isEmpty()) {
                said.append(said.isEmpty() ? "" : "\n").append(text);
            }
        }
        return said.toString();
    }

    private static String said(Message.Part part, UnaryOperator<String> redact) {
        if (part instanceof Message.Text text) {
            return redact.apply(text.content()).replace("\r\n", "\n").strip();
        }
        if (part instanceof Message.ToolRequest request) {
            String arguments = request.arguments();
            CanonicalJson canonical = CanonicalJson.of(arguments == null ? null : redact.apply(arguments));
            return "calls " + request.name() + "(" + (canonical.isNothing() ? "" : canonical.text()) + ")";
        }
        if (part instanceof Message.ToolResponse response) {
            return "result " + CanonicalJson.of(redact.apply(response.result())).text();
        }
        return CanonicalJson.of(redact.apply(((Message.Other) part).json())).text();
    }

    /** Returns how many messages at the start are equal. */
    int shared(Conversation other) {
        int shared = 0;
        int most = Math.min(messages.size(), other.messages.size());
        while (shared < most && messages.get(shared).equals(other.messages.get(shared))) {
            shared++;
        }
        return shared;
    }

    /** Says where this, the recorded one, and the observed one part. */
    String firstDifference(Conversation observed) {
        int at = shared(observed);
        if (at == observed.messages.size()) {
            return "message " + (at + 1) + " of " + messages.size() + " is missing: "
                    + Excerpt.start(messages.get(at), Excerpt.MAX_QUOTE);
        }
        if (at == messages.size()) {
            return "message " + (at + 1) + " is one too many: "
                    + Excerpt.start(observed.messages.get(at), Excerpt.MAX_QUOTE);
        }
        String before = messages.get(at);
        String now = observed.messages.get(at);
        int character = Excerpt.firstDifference(before, now);
        return "message " + (at + 1) + " of " + messages.size() + ": recorded \"" + Excerpt.around(before, character)
                + "\", called with \"" + Excerpt.around(now, character) + "\"";
    }
}
