package dev.arceval.core.bridge;

import dev.arceval.core.bridge.Bridge.Place;
import dev.arceval.core.json.JsonProblem;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/**
 * Takes datasets to other tools and back.
 *
 * <p>What a format has a place for goes there, so that the other tool sees it. Where a format takes metadata, the whole case
 * travels in it, and comes back with what somebody changed there: the input, the answer, the facts. Thread-safe.
 */
public final class Bridges {

    private static final Map<String, Bridge> BY_NAME = new TreeMap<>(Map.of(
            "adk", new AdkBridge(),
            "promptfoo", new PromptfooBridge(),
            "langsmith", new LangSmithBridge(),
            "langfuse", new LangfuseBridge(),
            "openai", new OpenAiEvalsBridge(),
            "phoenix", new PhoenixBridge(),
            "mlflow", new MlflowBridge(),
            "deepeval", new DeepEvalBridge(),
            "dokimos", new DokimosBridge(),
            "csv", new CsvBridge()));

    private final Function<EvalCase, String> write;
    private final Function<String, Optional<EvalCase>> read;

    /**
     * @param write makes one line of a case
     * @param read makes a case of such a line; empty if it is none
     */
    public Bridges(Function<EvalCase, String> write, Function<String, Optional<EvalCase>> read) {
        this.write = write;
        this.read = read;
    }

    /**
     * A dataset as text of a format, and what the other tool does not see.
     *
     * @param losses what has no place, with the number of cases
     */
    public record Written(String text, Map<String, Integer> losses) {}

    /**
     * A dataset that was read.
     *
     * @param losses what was left out, with how often
     */
    public record Read(Dataset dataset, Map<String, Integer> losses) {}

    /** Text that is not in the format. */
    public static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason);
        }
    }

    public Written write(Dataset dataset, String format) {
        Bridge bridge = bridge(format);
        boolean anything = bridge.places().contains(Place.ANYTHING);
        Skipped losses = new Skipped();
        List<Entry> entries = new ArrayList<>();
        for (EvalCase evalCase : dataset.cases()) {
            entries.add(Entry.of(evalCase, write.apply(evalCase)));
            lost(evalCase, bridge.places())
                    .forEach(what -> losses.note(what + (anything ? " (kept for the way back)" : "")));
        }
        return new Written(bridge.write(dataset.name(), entries), losses.counts());
    }

    /** Reads a dataset; repeated ids get a number. */
    public Read read(String name, String text, String format) throws Malformed {
        Bridge bridge = bridge(format);
        Skipped losses = new Skipped();
        List<Entry> entries;
        try {
            entries = bridge.read(text, losses);
        } catch (JacksonException noJson) {
            throw new Malformed(JsonProblem.of(noJson));
        }
        Map<String, EvalCase> cases = new LinkedHashMap<>();
        for (Entry entry : entries) {
            EvalCase evalCase = evalCase(entry);
            String id = evalCase.id();
            for (int copy = 2; cases.containsKey(id); copy++) {
                id = evalCase.id() + "-" + copy;
            }
            cases.put(id, id.equals(evalCase.id()) ? evalCase : evalCase.withId(id));
        }
        return new Read(new Dataset(name, List.copyOf(cases.values())), losses.counts());
    }

    private static Bridge bridge(String format) {
        Bridge bridge = BY_NAME.get(format);
        if (bridge == null) {
            throw new IllegalArgumentException(
                    "unknown format " + format + "; known: " + String.join(", ", BY_NAME.keySet()));
        }
        return bridge;
    }

    private static List<String> lost(EvalCase evalCase, Set<Place> places) {
        List<String> lost = new ArrayList<>();
        for (Expectation expectation : evalCase.expectations()) {
            boolean seen = expectation instanceof Expectation.Answers && places.contains(Place.ANSWER)
                    || expectation instanceof Expectation.AnswerContains && places.contains(Place.FACTS)
                    || expectation instanceof Expectation.CallsTools && places.contains(Place.TOOLS);
            if (!seen) {
                lost.add("expectation " + expectation.getClass().getSimpleName());
            }
        }
        if (!evalCase.toolCalls().isEmpty() && !places.contains(Place.TOOLS)) {
            lost.add("recorded tool calls");
        }
        if (!evalCase.modelCalls().isEmpty()) {
            lost.add("recorded model calls");
        }
        return lost;
    }

    private EvalCase evalCase(Entry entry) {
        Optional<EvalCase> ours = Optional.ofNullable(entry.whole()).flatMap(read);
        return ours.map(whole -> changed(whole, entry)).orElseGet(() -> foreign(entry));
    }

    /** The case as it left, with the changes that were made to it there. Other input has other steps. */
    private EvalCase changed(EvalCase whole, Entry entry) {
        Entry left = Entry.of(whole, "");
        boolean sameInput = whole.input().equals(entry.input());
        boolean sameAnswer = left.expected().equals(entry.expected());
        if (sameInput && sameAnswer) {
            return whole.withId(entry.id());
        }
        List<Expectation> expectations = new ArrayList<>();
        entry.expected().ifPresent(answer -> expectations.add(new Expectation.Answers(answer)));
        whole.expectations().stream()
                .filter(each -> !(each instanceof Expectation.Answers))
                .filter(each -> sameInput || each instanceof Expectation.Succeeds)
                .forEach(expectations::add);
        if (expectations.isEmpty()) {
            expectations.add(new Expectation.Succeeds());
        }
        return new EvalCase(
                entry.id(), entry.input(), sameInput ? whole.steps() : List.of(), expectations, whole.provenance());
    }

    private static EvalCase foreign(Entry entry) {
        List<Expectation> expectations = new ArrayList<>();
        entry.expected().ifPresent(answer -> expectations.add(new Expectation.Answers(answer)));
        if (!entry.facts().isEmpty()) {
            expectations.add(new Expectation.AnswerContains(entry.facts()));
        }
        if (!entry.tools().isEmpty()) {
            expectations.add(new Expectation.CallsTools(
                    entry.tools().stream().map(ToolCall::name).toList(), Expectation.Order.IN_ORDER));
        }
        if (expectations.isEmpty()) {
            expectations.add(new Expectation.Succeeds());
        }
        String traceId = entry.traceId() == null ? "" : entry.traceId();
        return new EvalCase(
                entry.id(),
                entry.input(),
                entry.tools(),
                expectations,
                new Provenance(
                        traceId,
                        List.of(traceId),
                        "unknown",
                        null,
                        null,
                        Set.of(),
                        Instant.EPOCH,
                        0,
                        new Baseline(null, null)));
    }
}
