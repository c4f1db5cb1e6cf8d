package dev.arceval.core.bridge;

import java.util.List;
import java.util.Set;

/** A format of another tool. Implementations have no state. */
interface Bridge {

    /** What a format has a place for, so that the other tool sees it. */
    enum Place {
        ANSWER,
        FACTS,
        TOOLS,
        /** For anything: what is put there comes back unless the other tool drops it. */
        ANYTHING
    }

    Set<Place> places();

    String write(String name, List<Entry> entries);

    /**
     * Reads what {@link #write} or the other tool wrote.
     *
     * @param skipped takes note of what is no entry
     * @throws tools.jackson.core.JacksonException if the text is no JSON
     */
    List<Entry> read(String text, Skipped skipped);
}
