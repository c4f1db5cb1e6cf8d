package dev.arceval.core.replay;

import dev.arceval.core.json.Json;
import dev.arceval.eval.MutationReport.Mutation;
import dev.arceval.eval.Observation;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of what an agent does, as its tools and its caller would see them. */
public final class Mutations {

    /** Of longer runs the first calls are changed: what a suite notices there it notices later too. */
    public static final int MOST_CALLS = 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(Json.factory()).build();

    private Mutations() {}

    /**
     * A run that went otherwise.
     *
     * @param what the change, as text for a person
     */
    public record Changed(Mutation mutation, String what, Observation observation) {}

    /** Returns the changes of one run that need no other run. */
    public static List<Changed> of(Observation run) {
        List<Changed> changed = new ArrayList<>();
        List<Integer> calls = toolCalls(run.steps());
        for (int i = 0; i < Math.min(calls.size(), MOST_CALLS); i++) {
            int at = calls.get(i);
            ToolCall call = (ToolCall) run.steps().get(at);
            String name = "call " + (i + 1) + ", " + call.name() + ",";
            List<Step> dropped = new ArrayList<>(run.steps());
            dropped.remove(at);
            changed.add(new Changed(Mutation.DROP_CALL, name + " is not made", withSteps(run, dropped)));
            List<Step> repeated = new ArrayList<>(run.steps());
            repeated.add(at, call);
            changed.add(new Changed(Mutation.REPEAT_CALL, name + " is made twice", withSteps(run, repeated)));
            if (i + 1 < calls.size()) {
                swapped(run, at, calls.get(i + 1), i + 1).ifPresent(changed::add);
            }
        }
        String answer = run.answer();
        if (answer != null && !answer.isBlank()) {
            changed.add(new Changed(Mutation.ALTER_ANSWER, "the answer is changed", withAnswer(run, altered(answer))));
        }
        return changed;
    }

    private static List<Integer> toolCalls(List<? extends Step> steps) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof ToolCall) {
                positions.add(i);
            }
        }
        return positions;
    }

    private static Optional<Changed> swapped(Observation run, int at, int next, int number) {
        ToolCall one = (ToolCall) run.steps().get(at);
        ToolCall other = (ToolCall) run.steps().get(next);
        if (one.name().equals(other.name())) {
            return Optional.empty();
        }
        List<Step> swapped = new ArrayList<>(run.steps());
        swapped.set(at, other);
        swapped.set(next, one);
        return Optional.of(new Changed(
                Mutation.SWAP_CALLS,
                "calls " + number + " and " + (number + 1) + ", " + one.name() + " and " + other.name()
                        + ", change places",
                withSteps(run, swapped)));
    }

    private static Observation withSteps(Observation run, List<Step> steps) {
        return new Observation(run.answer(), run.errorType(), run.errorMessage(), steps, run.unrecorded(), run.took());
    }

    private static Observation withAnswer(Observation run, String answer) {
        return new Observation(answer, run.errorType(), run.errorMessage(), run.steps(), run.unrecorded(), run.took());
    }

    /** Another number if there is one, else one word less. */
    private static String altered(String answer) {
        for (int i = 0; i < answer.length(); i++) {
            char c = answer.charAt(i);
            if (c >= '0' && c <= '9') {
                return answer.substring(0, i) + (char) ('0' + (c - '0' + 1) % 10) + answer.substring(i + 1);
            }
        }
        String stripped = answer.strip();
        return stripped.substring(0, Math.max(0, stripped.lastIndexOf(' ')));
    }

    /** Returns other arguments: two values that change places, else another value; none if there are no arguments. */
    public static Optional<String> otherArguments(@Nullable String arguments) {
        if (arguments == null || arguments.isBlank()) {
            return Optional.empty();
        }
        JsonNode json = json(arguments);
        if (!(json instanceof ObjectNode object)) {
            return json != null && json.isContainer() ? Optional.empty() : Optional.of(arguments + " x");
        }
        return changed(object) ? Optional.of(MAPPER.writeValueAsString(object)) : Optional.empty();
    }

    /** Changes the object, or one below if it holds nothing but objects; returns whether there was anything to change. */
    private static boolean changed(ObjectNode object) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!property.getValue().isContainer()) {
                names.add(property.getKey());
            }
        }
        if (names.isEmpty()) {
            return object.values().stream().anyMatch(value -> value instanceof ObjectNode below && changed(below));
        }
        JsonNode first = object.get(names.get(0));
        for (String name : names.subList(1, names.size())) {
            JsonNode other = object.get(name);
            if (!other.equals(first)) {
                object.set(names.get(0), other);
                object.set(name, first);
                return true;
            }
        }
        object.set(names.get(0), otherThan(first));
        return true;
    }

    private static JsonNode otherThan(JsonNode value) {
        if (value.isNumber()) {
            return JsonNodeFactory.instance.numberNode(value.decimalValue().add(BigDecimal.ONE));
        }
        if (value.isBoolean()) {
            return JsonNodeFactory.instance.booleanNode(!value.booleanValue());
        }
        return JsonNodeFactory.instance.stringNode(value.asString("") + " x");
    }

    private static @Nullable JsonNode json(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.isMissingNode() ? null : json;
        } catch (JacksonException noJson) {
            return null;
        }
    }
}
