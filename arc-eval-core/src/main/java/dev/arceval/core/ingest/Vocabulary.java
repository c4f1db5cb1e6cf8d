package dev.arceval.core.ingest;

import dev.arceval.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words one kind of instrumentation uses.
 *
 * @param name as documentation calls it
 * @param source where it is specified, or the file that writes it
 * @param fields which attribute feeds which field; of several for one field the one further up counts and the others stay
 *     attributes
 * @param inside attributes that hold JSON of which single members feed fields; what is not taken stays the attribute
 * @param indexed attributes with an index in the name, such as {@code llm.input_messages.0.message.role}, by what stands
 *     before the index
 * @param events span events and log records that carry messages, by name
 * @param kinds what a word for the operation means
 * @param wrappings what each attribute in {@code fields} comes wrapped in
 */
record Vocabulary(
        String name,
        String source,
        Map<String, Field> fields,
        Map<String, List<Member>> inside,
        Map<String, Field> indexed,
        Map<String, Field> events,
        Map<String, Span.Kind> kinds,
        Map<String, Wrapping> wrappings) {

    /**
     * A member of the JSON in an attribute that feeds a field.
     *
     * @param path the member's name, behind that of the object it lies in if that is not the outermost one
     */
    record Member(List<String> path, Field field) {

        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

    static Builder of(String name, String source) {
        return new Builder(name, source);
    }

    /** Collects the table, one line a word. */
    static final class Builder {

        private final String name;
        private final String source;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private final Map<String, List<Member>> inside = new LinkedHashMap<>();
        private final Map<String, Field> indexed = new LinkedHashMap<>();
        private final Map<String, Field> events = new LinkedHashMap<>();
        private final Map<String, Span.Kind> kinds = new LinkedHashMap<>();
        private final Map<String, Wrapping> wrappings = new HashMap<>();
        private Wrapping every = Wrapping.NONE;

        private Builder(String name, String source) {
            this.name = name;
            this.source = source;
        }

        Builder field(String attribute, Field field) {
            return field(attribute, field, every);
        }

        Builder field(String attribute, Field field, Wrapping wrapping) {
            fields.put(attribute, field);
            wrappings.put(attribute, wrapping);
            return this;
        }

        Builder inside(String attribute, String path, Field field) {
            inside.computeIfAbsent(attribute, key -> new ArrayList<>())
                    .add(new Member(List.of(path.split("\\.")), field));
            return this;
        }

        Builder indexed(String prefix, Field field) {
            indexed.put(prefix, field);
            return this;
        }

        Builder event(String event, Field field) {
            events.put(event, field);
            return this;
        }

        Builder kind(String operation, Span.Kind kind) {
            kinds.put(operation, kind);
            return this;
        }

        /** What every attribute that follows comes wrapped in, unless it says otherwise. */
        Builder wrapped(Wrapping wrapping) {
            every = wrapping;
            return this;
        }

        Vocabulary build() {
            return new Vocabulary(name, source, fields, inside, indexed, events, kinds, wrappings);
        }
    }
}
