package dev.arceval.core.curate;

import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a run should have answered, where it was recorded with that: by {@code ActiveSpan.expected}, or by a tool that runs
 * experiments and writes it onto the span. Said by the root or, where that is only what came in from outside, by the
 * outermost agent; what a step below should have returned is no answer of the run.
 */
final class ExpectedAnswer {

    /** The first is ours; the names of others are what their SDKs write. */
    private static final List<String> NAMES = List.of(
            "expected_output",
            "langfuse.experiment.item.expected_output",
            "braintrust.expected_json",
            "braintrust.expected",
            "confident.trace.expected_output",
            "confident.span.expected_output");

    private ExpectedAnswer() {}

    static Optional<String> of(Trace trace) {
        return trace.root()
                .flatMap(ExpectedAnswer::said)
                .or(() -> outermostAgent(trace).flatMap(ExpectedAnswer::said));
    }

    private static Optional<Span> outermostAgent(Trace trace) {
        return trace.spans().stream()
                .filter(span -> span.kind() == Span.Kind.AGENT)
                .findFirst();
    }

    private static Optional<String> said(Span span) {
        return NAMES.stream()
                .flatMap(name -> span.attributes().get(name).stream())
                .map(value -> plain(value.toString()))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /** A text that is written as JSON, quotes and all, means what is between the quotes. */
    private static String plain(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        try {
            JsonNode value = LineJson.read(text);
            return value.isString() ? value.stringValue() : text;
        } catch (JacksonException noJson) {
            return text;
        }
    }
}
