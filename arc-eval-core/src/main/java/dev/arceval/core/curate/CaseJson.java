package dev.arceval.core.curate;

import dev.arceval.core.json.JsonProblem;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.TracePattern.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One case as a line of JSON. */
final class CaseJson {

    private static final Provenance NO_PROVENANCE =
            new Provenance("", List.of(), "unknown", null, null, Set.of(), Instant.EPOCH, 0, new Baseline(null, null));

    private CaseJson() {}

    /** A line that is no case. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static String write(EvalCase evalCase) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", evalCase.id());
        line.put("input", evalCase.input());
        StepsJson.write(evalCase.steps(), line);
        ArrayNode expectations = line.putArray("expectations");
        evalCase.expectations().forEach(each -> expectations.add(ExpectationJson.write(each)));
        if (!evalCase.provenance().equals(NO_PROVENANCE)) {
            line.set("provenance", provenance(evalCase.provenance()));
        }
        return LineJson.write(line);
    }

    static EvalCase read(String line) throws Malformed {
        JsonNode node;
        try {
            node = LineJson.read(line);
        } catch (JacksonException broken) {
            throw new Malformed(JsonProblem.of(broken));
        } catch (NumberFormatException outOfRange) {
            throw new Malformed("a number is beyond what can be computed with");
        }
        if (!(node instanceof ObjectNode json)) {
            throw new Malformed("not a JSON object");
        }
        Fields fields = new Fields(json, "line");
        String id = fields.requiredText("id");
        Fields named = new Fields(json, "case \"" + id + "\"");
        try {
            return new EvalCase(
                    id,
                    named.requiredText("input"),
                    StepsJson.read(named),
                    ExpectationJson.readAll(named),
                    provenance(named.object("provenance")));
        } catch (IllegalArgumentException broken) {
            throw new Malformed(String.valueOf(broken.getMessage()));
        }
    }

    private static ObjectNode provenance(Provenance provenance) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("traceId", provenance.traceId());
        if (!provenance.standsFor().equals(List.of(provenance.traceId()))) {
            ArrayNode ids = json.putArray("standsFor");
            provenance.standsFor().forEach(ids::add);
        }
        json.put("agent", provenance.agent());
        LineJson.putIfPresent(json, "agentVersion", provenance.agentVersion());
        LineJson.putIfPresent(json, "patternId", provenance.patternId());
        ArrayNode kinds = json.putArray("kinds");
        provenance.kinds().forEach(kind -> kinds.add(kind.name().toLowerCase(Locale.ROOT)));
        json.put("recordedAt", provenance.recordedAt().toString());
        json.put("quality", provenance.quality());
        if (provenance.baseline().durationMs() != null) {
            json.put("durationMs", provenance.baseline().durationMs());
        }
        if (provenance.baseline().totalTokens() != null) {
            json.put("totalTokens", provenance.baseline().totalTokens());
        }
        return json;
    }

    private static Provenance provenance(@Nullable Fields json) throws Malformed {
        if (json == null) {
            return NO_PROVENANCE;
        }
        String traceId = json.textOr("traceId", "");
        List<String> standsFor = json.texts("standsFor");
        return new Provenance(
                traceId,
                standsFor == null ? List.of(traceId) : standsFor,
                json.textOr("agent", "unknown"),
                json.text("agentVersion"),
                json.text("patternId"),
                kinds(json.texts("kinds")),
                instant(json),
                json.numberOr("quality", 0),
                new Baseline(json.number("durationMs"), json.wholeNumber("totalTokens")));
    }

    /** Kinds of a newer version are left out: they describe where a case comes from, not what it asks. */
    private static Set<Kind> kinds(@Nullable List<String> names) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            if (names != null && names.contains(kind.name().toLowerCase(Locale.ROOT))) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Instant instant(Fields json) throws Malformed {
        String text = json.text("recordedAt");
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException broken) {
            throw json.malformed("recordedAt", "must be a time such as 2026-01-31T09:00:00Z");
        }
    }
}
