package dev.arceval.core.curate;

import dev.arceval.core.json.Json;
import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shrinks a case while it still fails: first its recorded steps, then its input by lines and by words, then what its tools
 * returned, by members of JSON or by words.
 *
 * <p>What is left cannot be made smaller by taking away any one part, unless the tries ran out first. A part is taken away as a
 * whole; nothing is invented. Source: A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002
 * (ddmin).
 */
public final class CaseMinimizer {

    /** Texts of more parts than this are cut by lines only. */
    private static final int MOST_PARTS = 2_000;

    private static final Pattern LINES = Pattern.compile("(?<=\n)");
    private static final Pattern WORDS = Pattern.compile("(?<=\\s)(?=\\S)");
    private static final JsonMapper JSON = JsonMapper.builder(Json.factory()).build();

    private final Predicate<? super EvalCase> fails;
    private int triesLeft;

    private CaseMinimizer(Predicate<? super EvalCase> fails, int mostTries) {
        this.fails = fails;
        this.triesLeft = mostTries;
    }

    /**
     * Returns the smallest case found.
     *
     * @throws IllegalArgumentException if the case does not fail, or {@code mostTries} is not positive
     */
    public static EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails, int mostTries) {
        if (mostTries < 1) {
            throw new IllegalArgumentException("mostTries must be positive: " + mostTries);
        }
        if (!fails.test(failing)) {
            throw new IllegalArgumentException("case " + failing.id() + " does not fail");
        }
        return new CaseMinimizer(fails, mostTries).minimized(failing);
    }

    private EvalCase minimized(EvalCase failing) {
        List<Step> steps = smallest(new ArrayList<>(failing.steps()), failing::withSteps);
        EvalCase shorter = withInput(failing.withSteps(steps), LINES);
        shorter = withInput(shorter, WORDS);
        for (int i = 0; i < shorter.steps().size(); i++) {
            shorter = withResult(shorter, i);
        }
        return shorter;
    }

    private EvalCase withInput(EvalCase evalCase, Pattern between) {
        List<String> parts = List.of(between.split(evalCase.input()));
        if (parts.size() > MOST_PARTS) {
            return evalCase;
        }
        Function<List<String>, EvalCase> with = some -> new EvalCase(
                evalCase.id(),
                String.join("", some).strip(),
                evalCase.steps(),
                evalCase.expectations(),
                evalCase.provenance());
        List<String> left = smallest(parts, with);
        return left.size() == parts.size() ? evalCase : with.apply(left);
    }

    private EvalCase withResult(EvalCase evalCase, int index) {
        if (!(evalCase.steps().get(index) instanceof ToolCall call) || call.result() == null) {
            return evalCase;
        }
        JsonNode json = json(call.result());
        if (json instanceof ObjectNode object) {
            List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
            return smallestResult(evalCase, index, members, some -> {
                ObjectNode part = JSON.createObjectNode();
                some.forEach(member -> part.set(member.getKey(), member.getValue()));
                return part.toString();
            });
        }
        if (json instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(elements::add);
            return smallestResult(evalCase, index, elements, some -> {
                ArrayNode part = JSON.createArrayNode();
                some.forEach(part::add);
                return part.toString();
            });
        }
        if (json != null) {
            return evalCase;
        }
        return smallestResult(evalCase, index, List.of(WORDS.split(call.result())), some -> String.join("", some));
    }

    private <T> EvalCase smallestResult(EvalCase evalCase, int index, List<T> parts, Function<List<T>, String> textOf) {
        if (parts.size() > MOST_PARTS) {
            return evalCase;
        }
        Function<List<T>, EvalCase> with = some -> {
            List<Step> steps = new ArrayList<>(evalCase.steps());
            ToolCall call = (ToolCall) steps.get(index);
            steps.set(index, new ToolCall(call.name(), call.id(), call.arguments(), textOf.apply(some), call.error()));
            return evalCase.withSteps(steps);
        };
        List<T> left = smallest(parts, with);
        return left.size() == parts.size() ? evalCase : with.apply(left);
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Takes away ever smaller parts until none can be spared. All of {@code parts} fail. */
    private <T> List<T> smallest(List<T> parts, Function<List<T>, EvalCase> with) {
        List<T> left = parts;
        int pieces = 2;
        while (!left.isEmpty() && triesLeft > 0) {
            int size = Math.max(1, (left.size() + pieces - 1) / pieces);
            List<T> without = withoutOnePiece(left, size, with);
            if (without.size() < left.size()) {
                left = without;
                pieces = Math.max(2, pieces - 1);
            } else if (size == 1) {
                return left;
            } else {
                pieces = Math.min(left.size(), pieces * 2);
            }
        }
        return left;
    }

    /** Returns the first remainder that still fails, or all if none does. */
    private <T> List<T> withoutOnePiece(List<T> all, int size, Function<List<T>, EvalCase> with) {
        for (int from = 0; from < all.size() && triesLeft > 0; from += size) {
            List<T> rest = new ArrayList<>(all.subList(0, from));
            rest.addAll(all.subList(Math.min(all.size(), from + size), all.size()));
            triesLeft--;
            if (fails.test(with.apply(rest))) {
                return Collections.unmodifiableList(rest);
            }
        }
        return all;
    }
}
