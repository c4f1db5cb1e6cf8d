package dev.arceval.core;

import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.replay.Likeness;

/**
 * Brings what a live agent says into the form of a dataset. A dataset's pseudonyms are counted case by case and tied to no
 * key, so any key will do here; this one is fixed, since what it makes is compared by type and never kept.
 */
final class ReplayRedaction {

    private static final int KEY_BYTES = 32;

    private ReplayRedaction() {}

    private static final class Holder {
        static final Likeness LIKENESS = new Likeness(
                TextRedactor.standard(RedactionKey.of(new byte[KEY_BYTES]))::redact,
                PseudonymNumbers::hasKeyed,
                PseudonymNumbers::typesOnly);
    }

    /** Made once: the rules take milliseconds to read. */
    static Likeness likeness() {
        return Holder.LIKENESS;
    }
}
