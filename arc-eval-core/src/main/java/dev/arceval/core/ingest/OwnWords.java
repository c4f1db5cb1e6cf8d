package dev.arceval.core.ingest;

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
    static final String COST = "arceval.cost.usd";
    static final String EXACT = "arceval.exact";

    static final Vocabulary VOCABULARY = Vocabulary.of("Arc-Eval", "docs/file-formats.md")
            .field(KIND, Field.KIND)
            .field(TRACE_ID, Field.TRACE_ID)
            .field(SPAN_ID, Field.SPAN_ID)
            .field(PARENT_ID, Field.PARENT_ID)
            .field(COST, Field.COST)
            .field(EXACT, Field.EXACT)
            .build();

    private OwnWords() {}
}
