package dev.arceval.core.mine;

import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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

    /**
     * Returns the tokens of the model calls that said what was said before, or asked for a call that was made before with the
     * same result: those of every round but the first. Empty if no model call says what it took.
     */
    static OptionalLong wastedTokens(Trace trace) {
        Set<Long> calls = new HashSet<>();
        Set<String> answers = new HashSet<>();
        Set<String> wasted = new LinkedHashSet<>();
        Map<String, Long> tokens = new HashMap<>();
        String asking = "";
        for (Span span : trace.spans()) {
            ToolCall call = span.toolCall().orElse(null);
            if (call != null) {
                String result = Objects.requireNonNullElse(call.error(), Objects.requireNonNullElse(call.result(), ""));
                if (call.arguments() != null
                        && !result.isEmpty()
                        && !calls.add(Hash.join(Way.ofCall(call.name(), span), Way.ofText(result)))) {
                    wasted.add(asking);
                }
            } else if (span.kind() == Span.Kind.LLM && trace.children(span).isEmpty()) {
                asking = span.spanId();
                span.usage().totalTokens().ifPresent(used -> tokens.put(span.spanId(), used));
                if (span.outputText().filter(text -> !answers.add(text)).isPresent()) {
                    wasted.add(asking);
                }
            }
        }
        return tokens.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(wasted.stream()
                        .mapToLong(id -> tokens.getOrDefault(id, 0L))
                        .sum());
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
