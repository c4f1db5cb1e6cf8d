package dev.arceval.core.ingest;

import dev.arceval.trace.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The words one kind of instrumentation uses.
 *
 * @param name as documentation calls it
 * @param source where it is specified
 * @param fields which attribute feeds which field; of several for one field the one further up counts and the others stay
 *     attributes
 * @param kinds what a word for the operation means
 * @param messages attributes with an index in the name, such as {@code llm.input_messages.0.message.role}, by what stands
 *     before the index
 */
record Vocabulary(
        String name,
        String source,
        Map<String, Field> fields,
        Map<String, Span.Kind> kinds,
        Map<String, Field> messages) {

    static Builder of(String name, String source) {
        return new Builder(name, source);
    }

    /** Collects the table, one line a word. */
    static final class Builder {

        private final String name;
        private final String source;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final Map<String, Span.Kind> kinds = new LinkedHashMap<>();
        private final Map<String, Field> messages = new LinkedHashMap<>();

        private Builder(String name, String source) {
            this.name = name;
            this.source = source;
        }

        Builder field(String attribute, Field field) {
            fields.put(attribute, field);
            return this;
        }

        Builder kind(String operation, Span.Kind kind) {
            kinds.put(operation, kind);
            return this;
        }

        Builder messages(String prefix, Field field) {
            messages.put(prefix, field);
            return this;
        }

        Vocabulary build() {
            return new Vocabulary(name, source, fields, kinds, messages);
        }
    }
}
