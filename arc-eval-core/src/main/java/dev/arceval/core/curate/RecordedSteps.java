package dev.arceval.core.curate;

import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a case keeps of a run's steps: every tool call, and the model calls if all of them can be answered. Part of a
 * conversation is no help to a replay, and a case is a line that people read in git.
 */
final class RecordedSteps {

    /** Longest conversation kept, in characters, each message counted once: some ten times what a model reads at once. */
    private static final int MOST_CHARS = 2 << 20;

    private static final int MOST_MODEL_CALLS = 500;

    private RecordedSteps() {}

    static List<Step> of(Trace trace) {
        List<Step> steps = trace.steps();
        return areKept(steps)
                ? steps
                : steps.stream().filter(step -> !(step instanceof ModelCall)).toList();
    }

    private static boolean areKept(List<Step> steps) {
        List<ModelCall> calls = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof ModelCall call) {
                calls.add(call);
            }
        }
        if (calls.size() > MOST_MODEL_CALLS || !calls.stream().allMatch(Step::answerable)) {
            return false;
        }
        Set<Message> seen = new HashSet<>();
        long chars = 0;
        for (ModelCall call : calls) {
            for (List<Message> messages : List.of(call.input(), call.output())) {
                for (Message message : messages) {
                    chars += seen.add(message) ? size(message) : 0;
                }
            }
        }
        return chars <= MOST_CHARS;
    }

    private static long size(Message message) {
        long size = 0;
        for (Message.Part part : message.parts()) {
            size += part.toString().length();
        }
        return size;
    }
}
