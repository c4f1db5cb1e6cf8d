package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a run goes round in circles: the same tool called with the same arguments and the same result, or the same answer of a
 * model, {@value #ROUNDS} times or more.
 *
 * <p>Asking again until the result changes is waiting, not a circle. Where arguments or results were not recorded nothing is
 * said, since calls that look alike may differ.
 */
final class Repetition {

    private static final int ROUNDS = 3;

    private Repetition() {}

    static boolean shownBy(Trace trace) {
        Map<String, List<Span>> byTool = new HashMap<>();
        Map<String, Integer> answers = new HashMap<>();
        for (Span span : trace.spans()) {
            Optional<ToolCall> call = span.toolCall();
            if (call.isPresent()) {
                byTool.computeIfAbsent(call.get().name(), name -> new ArrayList<>())
                        .add(span);
            } else if (span.kind() == Span.Kind.LLM && trace.children(span).isEmpty()) {
                span.outputText().ifPresent(text -> answers.merge(text, 1, Integer::sum));
            }
        }
        return answers.values().stream().anyMatch(times -> times >= ROUNDS)
                || byTool.entrySet().stream().anyMatch(tool -> circles(tool.getKey(), tool.getValue()));
    }

    private static boolean circles(String tool, List<Span> calls) {
        if (calls.size() < ROUNDS) {
            return false;
        }
        Map<Long, Integer> times = new HashMap<>();
        for (Span span : calls) {
            ToolCall call = span.toolCall().orElseThrow();
            String result = Objects.requireNonNullElse(call.error(), Objects.requireNonNullElse(call.result(), ""));
            if (call.arguments() == null || result.isEmpty()) {
                continue;
            }
            long same = Hash.join(Way.ofCall(tool, span), Way.ofText(result));
            if (times.merge(same, 1, Integer::sum) >= ROUNDS) {
                return true;
            }
        }
        return false;
    }
}
