package dev.arceval.core.curate;

import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.AnswerContains;
import dev.arceval.eval.Expectation.AnswerLacks;
import dev.arceval.eval.Expectation.Answers;
import dev.arceval.eval.Expectation.AtMostToolCalls;
import dev.arceval.eval.Expectation.AvoidsError;
import dev.arceval.eval.Expectation.CallsTools;
import dev.arceval.eval.Expectation.DoesNotAnswer;
import dev.arceval.eval.Expectation.NeverCalls;
import dev.arceval.eval.Expectation.Order;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Expectation.Succeeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Expectations as JSON objects whose {@code type} says which one it is. */
final class ExpectationJson {

    private enum Type {
        ANSWERS("answers"),
        ANSWER_CONTAINS("answerContains"),
        ANSWER_LACKS("answerLacks"),
        DOES_NOT_ANSWER("doesNotAnswer"),
        CALLS_TOOLS("callsTools"),
        PASSES_ARGUMENT("passesArgument"),
        NEVER_CALLS("neverCalls"),
        AT_MOST_TOOL_CALLS("atMostToolCalls"),
        SUCCEEDS("succeeds"),
        AVOIDS_ERROR("avoidsError");

        private final String json;

        Type(String json) {
            this.json = json;
        }
    }

    private ExpectationJson() {}

    static ObjectNode write(Expectation expectation) {
        if (expectation instanceof Answers answers) {
            return typed(Type.ANSWERS).put("text", answers.text());
        }
        if (expectation instanceof AnswerContains contains) {
            return withTexts(typed(Type.ANSWER_CONTAINS), "texts", contains.texts());
        }
        if (expectation instanceof AnswerLacks lacks) {
            return withTexts(typed(Type.ANSWER_LACKS), "texts", lacks.texts());
        }
        if (expectation instanceof DoesNotAnswer wrong) {
            return typed(Type.DOES_NOT_ANSWER).put("text", wrong.text());
        }
        if (expectation instanceof CallsTools calls) {
            return withTexts(typed(Type.CALLS_TOOLS), "tools", calls.tools()).put("order", orderName(calls.order()));
        }
        if (expectation instanceof PassesArgument passes) {
            ObjectNode json =
                    typed(Type.PASSES_ARGUMENT).put("tool", passes.tool()).put("path", passes.path());
            ArgumentJson.write(passes.argument(), json);
            return passes.runs() == 0 ? json : json.put("runs", passes.runs());
        }
        if (expectation instanceof NeverCalls never) {
            return typed(Type.NEVER_CALLS).put("tool", never.tool());
        }
        if (expectation instanceof AtMostToolCalls most) {
            return typed(Type.AT_MOST_TOOL_CALLS).put("limit", most.limit());
        }
        if (expectation instanceof AvoidsError avoids) {
            ObjectNode json = typed(Type.AVOIDS_ERROR).put("errorType", avoids.errorType());
            return avoids.message() == null ? json : json.put("message", avoids.message());
        }
        return typed(Type.SUCCEEDS);
    }

    static List<Expectation> readAll(Fields evalCase) throws CaseJson.Malformed {
        List<Expectation> expectations = new ArrayList<>();
        for (Fields each : evalCase.objects("expectations", "expectation")) {
            expectations.add(read(each));
        }
        return expectations;
    }

    private static Expectation read(Fields json) throws CaseJson.Malformed {
        return switch (type(json)) {
            case ANSWERS -> new Answers(json.requiredText("text"));
            case ANSWER_CONTAINS -> new AnswerContains(requiredTexts(json, "texts"));
            case ANSWER_LACKS -> new AnswerLacks(requiredTexts(json, "texts"));
            case DOES_NOT_ANSWER -> new DoesNotAnswer(json.requiredText("text"));
            case CALLS_TOOLS -> new CallsTools(requiredTexts(json, "tools"), order(json));
            case PASSES_ARGUMENT ->
                new PassesArgument(
                        json.requiredText("tool"),
                        json.requiredText("path"),
                        ArgumentJson.read(json),
                        count(json, "runs", 0));
            case NEVER_CALLS -> new NeverCalls(json.requiredText("tool"));
            case AT_MOST_TOOL_CALLS -> new AtMostToolCalls(count(json, "limit", null));
            case SUCCEEDS -> new Succeeds();
            case AVOIDS_ERROR -> new AvoidsError(json.requiredText("errorType"), json.text("message"));
        };
    }

    /** An unknown expectation is an error: skipping it would let an agent pass that should not. */
    private static Type type(Fields json) throws CaseJson.Malformed {
        String name = json.requiredText("type");
        for (Type type : Type.values()) {
            if (type.json.equals(name)) {
                return type;
            }
        }
        List<String> known = Arrays.stream(Type.values()).map(type -> type.json).toList();
        throw json.malformed("type", "\"" + name + "\" is unknown; known: " + String.join(", ", known));
    }

    private static Order order(Fields json) throws CaseJson.Malformed {
        String name = json.requiredText("order");
        for (Order order : Order.values()) {
            if (orderName(order).equals(name)) {
                return order;
            }
        }
        throw json.malformed("order", "must be exact, inOrder or anyOrder: " + name);
    }

    private static String orderName(Order order) {
        return switch (order) {
            case EXACT -> "exact";
            case IN_ORDER -> "inOrder";
            case ANY_ORDER -> "anyOrder";
        };
    }

    private static int count(Fields json, String name, @Nullable Integer absent) throws CaseJson.Malformed {
        Long count = json.wholeNumber(name);
        if (count == null && absent != null) {
            return absent;
        }
        if (count == null || count < 0 || count > Integer.MAX_VALUE) {
            throw json.malformed(name, "must be a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return count.intValue();
    }

    static List<String> requiredTexts(Fields json, String name) throws CaseJson.Malformed {
        List<String> texts = json.texts(name);
        if (texts == null) {
            throw json.missing(name);
        }
        return texts;
    }

    private static ObjectNode typed(Type type) {
        return JsonNodeFactory.instance.objectNode().put("type", type.json);
    }

    private static ObjectNode withTexts(ObjectNode json, String name, List<String> texts) {
        ArrayNode array = json.putArray(name);
        texts.forEach(array::add);
        return json;
    }
}
