package dev.arceval.trace;

import dev.arceval.trace.Framework.Evidence;
import dev.arceval.trace.Framework.Source;
import dev.arceval.trace.FrameworkSigns.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks for the {@link FrameworkSigns} in one trace. */
final class FrameworkDetector {

    private static final FrameworkSigns SIGNS = FrameworkSigns.TABLE;
    private static final String UNKNOWN_RECORDER = Framework.UNKNOWN.recorder();

    /** How much of a text is looked at for its shape: the shape of a record is at its start. */
    private static final int BODY_CHARS = 4096;

    private static final Comparator<Found> BEST_FIRST = Comparator.comparing((Found candidate) -> candidate.row.level())
            .thenComparing(candidate -> candidate.strength)
            .thenComparing(candidate -> candidate.depth)
            .thenComparing(candidate -> -candidate.spans)
            .thenComparing(candidate -> !candidate.onFoundBasis)
            .thenComparing(candidate -> candidate.row.id());

    private final Trace trace;
    private final Map<String, Found> found = new TreeMap<>();
    private @Nullable Map<String, Integer> depths;
    private @Nullable Span at;
    private String recorder = UNKNOWN_RECORDER;
    private boolean openLlmetry;

    private FrameworkDetector(Trace trace) {
        this.trace = trace;
    }

    static Framework detect(Trace trace) {
        FrameworkDetector detector = new FrameworkDetector(trace);
        List<Framework> candidates = detector.search();
        if (!candidates.isEmpty()) {
            return candidates.get(0);
        }
        String recorder = detector.recorder();
        return recorder.equals(UNKNOWN_RECORDER)
                ? Framework.UNKNOWN
                : new Framework(Framework.UNKNOWN.id(), Framework.UNKNOWN.name(), recorder, List.of());
    }

    static List<Framework> candidates(Trace trace) {
        return new FrameworkDetector(trace).search();
    }

    private List<Framework> search() {
        for (Span span : trace.spans()) {
            at = span;
            look(span);
        }
        if (found.isEmpty()) {
            for (Span span : trace.spans()) {
                at = span;
                lookAtBodies(span);
            }
        }
        if (found.isEmpty()) {
            return List.of();
        }
        found.values().forEach(this::lendStrength);
        return found.values().stream().sorted(BEST_FIRST).map(this::framework).toList();
    }

    private void look(Span span) {
        String scope = span.scope().name();
        ScopeName meaning = ScopeName.of(scope);
        if (recorder.equals(UNKNOWN_RECORDER)) {
            recorder = meaning.recorder();
        }
        if (meaning.row() != null) {
            note(meaning.row(), Source.SCOPE, meaning.sign(), meaning.recorder());
        }
        span.provider().map(SIGNS.providers::get).ifPresent(row -> attribute(row, "provider", span, meaning));
        span.operation().ifPresent(operation -> startsWith(operation, span, meaning));
        startsWith(span.name(), span, meaning);
        for (FrameworkSigns.NamedSpan named : SIGNS.namedSpans) {
            if (scope.startsWith(named.scopePrefix()) && span.name().contains(named.nameFragment())) {
                note(named.row(), Source.SCOPE, named.scopePrefix(), recorderOf(named.row(), meaning));
            }
        }
        for (Map.Entry<String, Object> attribute : span.attributes().asMap().entrySet()) {
            AttributeName name = AttributeName.of(attribute.getKey());
            if (name.tells()) {
                lookAtAttribute(name, attribute.getValue(), meaning);
            }
        }
    }

    private void startsWith(String text, Span span, ScopeName meaning) {
        if (text.isEmpty() || !SIGNS.operationStarts.get(text.charAt(0))) {
            return;
        }
        for (Map.Entry<String, Row> operation : SIGNS.operations.entrySet()) {
            if (text.startsWith(operation.getKey())) {
                attribute(operation.getValue(), operation.getKey(), span, meaning);
            }
        }
    }

    private void lookAtAttribute(AttributeName name, Object value, ScopeName meaning) {
        openLlmetry |= name.openLlmetry();
        name.prefixes().forEach((prefix, row) -> note(row, Source.ATTRIBUTE, prefix, recorderOf(row, meaning)));
        if (name.key() != null) {
            lookAtKey(name.key(), meaning);
        }
        if (name.metadata()) {
            lookAtMetadata(value, meaning);
        }
    }

    private void lookAtMetadata(Object value, ScopeName meaning) {
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> lookAtKey(String.valueOf(key), meaning));
        } else if (value instanceof String json && json.startsWith("{")) {
            for (String key : SIGNS.metadata.keySet()) {
                if (json.contains('"' + key.substring(key.indexOf(' ') + 1) + '"')) {
                    lookAtKey(key.substring(key.indexOf(' ') + 1), meaning);
                }
            }
        }
    }

    private void lookAtKey(String key, ScopeName meaning) {
        Row row = SIGNS.metadata.get(key);
        if (row == null && !meaning.recorder().equals(UNKNOWN_RECORDER)) {
            row = SIGNS.metadata.get(meaning.recorder() + " " + key);
        }
        if (row != null) {
            note(row, Source.ATTRIBUTE, key, recorderOf(row, meaning));
        }
    }

    private void lookAtBodies(Span span) {
        lookAtBody(span.inputText().orElse(""));
        lookAtBody(span.outputText().orElse(""));
        span.toolCall().ifPresent(call -> lookAtBody(call.result() == null ? "" : call.result()));
        span.attributes().asMap().values().forEach(value -> {
            if (value instanceof String text) {
                lookAtBody(text);
            }
        });
    }

    private void lookAtBody(String text) {
        if (text.indexOf('{') < 0) {
            return;
        }
        CharSequence start = text.length() > BODY_CHARS ? text.subSequence(0, BODY_CHARS) : text;
        for (FrameworkSigns.Body body : SIGNS.bodies) {
            if (body.pattern().matcher(start).find()) {
                note(body.row(), Source.BODY, body.sign(), UNKNOWN_RECORDER);
            }
        }
    }

    private void attribute(Row row, String sign, Span span, ScopeName meaning) {
        String evidence =
                sign.equals("provider") ? "provider " + span.provider().orElse("") : sign;
        note(row, Source.ATTRIBUTE, evidence, recorderOf(row, meaning));
    }

    private void note(Row row, Source source, String sign, String recorder) {
        found.computeIfAbsent(row.id(), id -> new Found(row)).add(source, sign, recorder, depth());
    }

    /** A framework's own attributes in a scope that says nothing were written by the framework. */
    private static String recorderOf(Row row, ScopeName meaning) {
        return meaning.recorder().equals(UNKNOWN_RECORDER) ? row.id() : meaning.recorder();
    }

    /** What is built on another framework leaves that one's scopes, and its own name only beside them. */
    private void lendStrength(Found candidate) {
        Found basis = candidate.row.basis() == null ? null : found.get(candidate.row.basis());
        if (basis != null) {
            candidate.lend(basis);
        }
    }

    private Framework framework(Found candidate) {
        return new Framework(
                candidate.row.id(), candidate.row.name(), exactRecorder(candidate.recorder), candidate.evidence());
    }

    private String recorder() {
        return exactRecorder(recorder);
    }

    /** OpenLLMetry and OpenTelemetry name their Python scopes alike; only the former writes these attributes. */
    private String exactRecorder(String stated) {
        return stated.equals("opentelemetry") && openLlmetry ? "openllmetry" : stated;
    }

    /** Returns how far below the top the span is that is being looked at. */
    private int depth() {
        if (at == null) {
            return Integer.MAX_VALUE;
        }
        if (depths == null) {
            depths = depths();
        }
        return depths.getOrDefault(at.spanId(), Integer.MAX_VALUE);
    }

    private Map<String, Integer> depths() {
        Map<String, Integer> depths = new HashMap<>();
        List<Span> level = trace.topLevel();
        for (int depth = 0; !level.isEmpty(); depth++) {
            List<Span> next = new ArrayList<>();
            for (Span span : level) {
                depths.put(span.spanId(), depth);
                next.addAll(trace.children(span));
            }
            level = next;
        }
        return depths;
    }

    /** What was found of one framework. */
    private static final class Found {

        private final Row row;
        private final Map<Source, Map<String, Long>> signs = new TreeMap<>();
        private Source strength = Source.BODY;
        private String recorder = UNKNOWN_RECORDER;
        private int depth = Integer.MAX_VALUE;
        private long spans;
        private boolean onFoundBasis;

        Found(Row row) {
            this.row = row;
        }

        void add(Source source, String sign, String writtenBy, int at) {
            spans = Math.max(
                    spans, signs.computeIfAbsent(source, key -> new TreeMap<>()).merge(sign, 1L, Long::sum));
            if (recorder.equals(UNKNOWN_RECORDER) || source.compareTo(strength) < 0) {
                recorder = writtenBy;
            }
            strength = source.compareTo(strength) < 0 ? source : strength;
            depth = Math.min(depth, at);
        }

        /** Takes over what speaks for the framework that this one is built on, and so comes right before it. */
        void lend(Found basis) {
            onFoundBasis = true;
            recorder = basis.strength.compareTo(strength) < 0 ? basis.recorder : recorder;
            strength = basis.strength.compareTo(strength) < 0 ? basis.strength : strength;
            depth = Math.min(depth, basis.depth);
            spans = Math.max(spans, basis.spans);
        }

        List<Evidence> evidence() {
            List<Evidence> evidence = new ArrayList<>();
            signs.forEach((source, counts) ->
                    counts.forEach((sign, spans) -> evidence.add(new Evidence(source, sign, spans))));
            return evidence;
        }
    }
}
