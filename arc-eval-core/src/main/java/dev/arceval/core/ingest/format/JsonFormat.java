package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Shape;

/** A format whose records are JSON values, each on its own. Stateless. */
interface JsonFormat {

    /** The recognition of names that no other format has together. */
    int CERTAIN = 95;

    /** The recognition of a shape that says what is in it, in names that others use as well. */
    int LIKELY = 60;

    /** The recognition of a shape that may be meant otherwise. */
    int PERHAPS = 30;

    /** Returns the name that reports show. */
    String name();

    /** Returns how sure this format is that records of this shape are its own, from 0 to 100. */
    int recognise(Shape shape);

    /**
     * Reads one record.
     *
     * @param record its root
     */
    void read(Node record, RecordSpans spans);
}
