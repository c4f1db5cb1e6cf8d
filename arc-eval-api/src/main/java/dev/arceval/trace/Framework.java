package dev.arceval.trace;

import java.util.List;

/**
 * The agent framework behind a trace, and what named it.
 *
 * <p>Precision goes before recall: only names that a framework or the instrumentation of it writes itself count, never what
 * users name (agents, services, tags) and never wording. A trace without such a name is {@link #UNKNOWN}.
 *
 * <p>Where several frameworks left names, a framework goes before a bare model client and a client before a protocol; the
 * name of an instrumentation scope before an attribute and that before the shape of content; a framework built on another
 * before that one; then the one nearest the root.
 *
 * @param id the framework in lower case, such as {@code spring-ai}; {@code unknown}
 * @param name as its makers write it, such as {@code Spring AI}; {@code unknown}
 * @param recorder who wrote the spans that named it: the framework's own id, an instrumentation such as
 *     {@code openinference}, {@code openllmetry}, {@code opentelemetry}, {@code langfuse}, or {@code unknown}. Known also
 *     where the framework is not.
 * @param evidence what named it, strongest first; empty for an unknown one. It quotes names out of a fixed list, never content
 * @since 0.1
 */
public record Framework(String id, String name, String recorder, List<Evidence> evidence) {

    /** Nothing in the trace names a framework. */
    public static final Framework UNKNOWN = new Framework("unknown", "unknown", "unknown", List.of());

    public Framework {
        evidence = List.copyOf(evidence);
    }

    /** Returns the framework behind {@code trace}; see {@link Trace#framework()}. */
    public static Framework of(Trace trace) {
        return FrameworkDetector.detect(trace);
    }

    /** Returns all frameworks, clients and protocols that left their name in {@code trace}, the best first; maybe none. */
    public static List<Framework> candidates(Trace trace) {
        return FrameworkDetector.candidates(trace);
    }

    /** Whether nothing named a framework. */
    public boolean isUnknown() {
        return id.equals(UNKNOWN.id);
    }

    /**
     * A name that was found.
     *
     * @param source where
     * @param sign the name, from a fixed list: a scope's name, or the part of an attribute's name that is the framework's own
     * @param spans in how many spans
     */
    public record Evidence(Source source, String sign, long spans) {}

    /** Where a name was found, the strongest first. */
    public enum Source {
        /** The instrumentation scope of a span. */
        SCOPE,
        /** The name of an attribute, or the provider, operation or span name that only this framework writes. */
        ATTRIBUTE,
        /** The shape of a message or value. */
        BODY
    }
}
