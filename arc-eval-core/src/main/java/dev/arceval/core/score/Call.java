package dev.arceval.core.score;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.eval.ArgumentMatch;
import dev.arceval.trace.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tool call as it is compared.
 *
 * @param arguments the values that count, by their paths; empty where there are none
 */
record Call(String name, Map<String, String> arguments) {

    static List<Call> of(List<ToolCall> calls, Set<String> ignored) {
        return calls.stream().map(call -> of(call, ignored)).toList();
    }

    private static Call of(ToolCall call, Set<String> ignored) {
        CanonicalJson arguments = CanonicalJson.of(call.arguments());
        return new Call(call.name(), arguments.isNothing() ? Map.of() : Leaves.of(arguments, ignored));
    }

    /** Whether this call may stand for the recorded one. */
    boolean stands(Call recorded, ArgumentMatch match) {
        return name.equals(recorded.name)
                && switch (match) {
                    case IGNORED -> true;
                    case EQUAL -> arguments.equals(recorded.arguments);
                    case SUBSET -> recorded.arguments.entrySet().containsAll(arguments.entrySet());
                    case SUPERSET -> arguments.entrySet().containsAll(recorded.arguments.entrySet());
                };
    }

    /** Returns how many of the argument values are the recorded ones. */
    int shared(Call recorded) {
        return Leaves.shared(arguments, recorded.arguments);
    }

    @Override
    public String toString() {
        return name + arguments;
    }
}
