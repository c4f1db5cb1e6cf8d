package dev.arceval.spi;

/**
 * Removes from a text what must not be kept.
 *
 * <p>Called for every text of a trace before anything else sees it. Implementations are thread-safe, deterministic, and
 * idempotent: redacting a redacted text changes nothing. They keep JSON text valid JSON. A text whose redactor throws is
 * replaced as a whole by a placeholder and counted; it is never kept as it was.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Redactor {

    /**
     * Returns {@code text} without what must go; {@code text} itself if nothing must.
     *
     * @param field where the text stands
     */
    String redact(Field field, String text);

    /**
     * Where a text stands in a trace.
     *
     * @param place the part of the trace
     * @param name the attribute's key, the tool's name or the message's role; empty where there is none
     */
    record Field(Place place, String name) {}

    /** The parts of a trace that carry text. */
    enum Place {
        /** A span's, event's or scope's name, or another short label. */
        NAME,
        /** An attribute of a span, event, link, resource or scope. */
        ATTRIBUTE,
        /** A message to or from a model, an agent's input or answer. */
        MESSAGE,
        TOOL_ARGUMENTS,
        TOOL_RESULT,
        /** A status message, an exception's message or stack trace. */
        ERROR,
        /** An evaluation's explanation. */
        EVALUATION
    }
}
