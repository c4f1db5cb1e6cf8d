package dev.arceval.core.replay;

import dev.arceval.eval.CallPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The policies of a replay.
 *
 * @param otherTools holds for tools that are not named
 * @param tools by name
 * @param model holds for the model
 */
public record CallPolicies(CallPolicy otherTools, Map<String, CallPolicy> tools, CallPolicy model) {

    public CallPolicies {
        tools = Map.copyOf(tools);
    }

    public static CallPolicies strict() {
        return new CallPolicies(CallPolicy.strict(), Map.of(), CallPolicy.strict());
    }

    public CallPolicies withTools(CallPolicy policy) {
        return new CallPolicies(policy, tools, model);
    }

    public CallPolicies withTool(String name, CallPolicy policy) {
        Map<String, CallPolicy> more = new LinkedHashMap<>(tools);
        more.put(name, policy);
        return new CallPolicies(otherTools, more, model);
    }

    public CallPolicies withModel(CallPolicy policy) {
        return new CallPolicies(otherTools, tools, policy);
    }

    CallPolicy of(String tool) {
        return tools.getOrDefault(tool, otherTools);
    }
}
