package dev.arceval.core.ingest;

import dev.arceval.trace.Attributes;
import java.util.HashMap;
import java.util.Map;

/** The few words of our own, written only where no conventional attribute says the same. */
final class OwnWords {

    /** Everything we write ourselves starts so; such a name from elsewhere is escaped. */
    static final String PREFIX = "arceval.";

    /** Stands before an attribute's name to say that it is nothing but an attribute. */
    static final String ESCAPE = "arceval.attribute.";

    static final String KIND = "arceval.span.kind";
    static final String TRACE_ID = "arceval.trace.id";
    static final String SPAN_ID = "arceval.span.id";
    static final String PARENT_ID = "arceval.parent.id";
    static final String STATUS_MESSAGE = "arceval.status.message";
    static final String EXACT = "arceval.exact";

    static final Vocabulary VOCABULARY = Vocabulary.of("Arc-Eval", "docs/file-formats.md")
            .field(KIND, Field.KIND)
            .field(TRACE_ID, Field.TRACE_ID)
            .field(SPAN_ID, Field.SPAN_ID)
            .field(PARENT_ID, Field.PARENT_ID)
            .field(STATUS_MESSAGE, Field.ERROR_MESSAGE)
            .field(EXACT, Field.EXACT)
            .build();

    private OwnWords() {}

    /** Returns {@code attributes} under the names they had before they were escaped. */
    static Attributes unescaped(Attributes attributes) {
        boolean escaped = false;
        for (String name : attributes.asMap().keySet()) {
            escaped |= name.startsWith(ESCAPE);
        }
        if (!escaped) {
            return attributes;
        }
        Map<String, Object> plain = new HashMap<>();
        attributes.asMap().forEach((name, value) -> plain.put(unescaped(name), value));
        return Attributes.of(plain);
    }

    static String unescaped(String name) {
        return name.length() > ESCAPE.length() && name.startsWith(ESCAPE) ? name.substring(ESCAPE.length()) : name;
    }
}
