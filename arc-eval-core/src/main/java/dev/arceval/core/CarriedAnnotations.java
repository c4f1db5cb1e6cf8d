package dev.arceval.core;

import dev.arceval.core.store.AnnotationJson;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Attributes;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was said about a trace, on its way through a file: an attribute of the trace's first span, which an archive adds and
 * intake takes out again. So one file holds both, and whoever knows nothing of it reads a trace with one attribute more.
 */
final class CarriedAnnotations {

    static final String ATTRIBUTE = "arceval.annotations";

    private CarriedAnnotations() {}

    /** Returns the trace with what was said about it; itself if nothing was. */
    static Trace onto(Trace trace, Annotations said) {
        Attributes attributes = carrier(trace).attributes();
        return said.isEmpty() ? trace : with(trace, attributes.with(ATTRIBUTE, AnnotationJson.write(said)));
    }

    /** Returns what the trace carries; empty if nothing, or something that cannot be read. */
    static Optional<Annotations> of(Trace trace) {
        try {
            return carrier(trace).attributes().text(ATTRIBUTE).map(AnnotationJson::read);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Returns the trace as it was before {@link #onto}. */
    static Trace without(Trace trace) {
        Map<String, Object> attributes =
                new HashMap<>(carrier(trace).attributes().asMap());
        attributes.remove(ATTRIBUTE);
        return with(trace, Attributes.of(attributes));
    }

    /** Returns both; of two scores of one name the known one, and of too many the first ones. */
    static Annotations joined(Annotations known, Annotations carried) {
        Set<Feedback> feedback = new LinkedHashSet<>(known.feedback());
        feedback.addAll(carried.feedback());
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        known.evaluations().forEach(each -> evaluations.put(each.name(), each));
        carried.evaluations().forEach(each -> evaluations.putIfAbsent(each.name(), each));
        Set<String> tags = new TreeSet<>(known.tags());
        tags.addAll(carried.tags());
        return new Annotations(
                feedback.stream().limit(Annotations.MOST).toList(),
                evaluations.values().stream().limit(Annotations.MOST).toList(),
                new TreeSet<>(tags.stream().limit(Annotations.MOST).toList()));
    }

    private static Span carrier(Trace trace) {
        return trace.topLevel().get(0);
    }

    private static Trace with(Trace trace, Attributes attributes) {
        Span carrier = carrier(trace);
        List<Span> spans = new ArrayList<>(trace.spans());
        spans.replaceAll(span ->
                span.equals(carrier) ? span.toBuilder().attributes(attributes).build() : span);
        return Trace.of(trace.traceId(), spans);
    }
}
