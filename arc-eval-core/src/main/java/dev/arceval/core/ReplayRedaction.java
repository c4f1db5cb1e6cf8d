package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.replay.Likeness;
import java.util.Optional;

/**
 * Brings what a live agent says into the form of a dataset. A dataset's pseudonyms are counted case by case and tied to no
 * key, so any key will do here: what it makes is compared by type. Reports show it, and a dataset that takes over what the agent
 * did keeps it, so the key lives as long as the process and nobody can try values with it.
 */
final class ReplayRedaction {

    private static final Pseudonyms PASSING = Pseudonyms.keyed(RedactionKey.passing());

    private ReplayRedaction() {}

    /** The likeness under the redaction that properties and the environment name, as they did when the process started. */
    private static final class Holder {
        static final Likeness LIKENESS = under(RedactionDoor.from(Optional.of(Settings.ofProcess())));
    }

    static Likeness likeness() {
        return Holder.LIKENESS;
    }

    static Likeness under(Redaction redaction) {
        return new Likeness(
                TextRedactor.of(RedactionDoor.behind(redaction).policy(), PASSING)::redact,
                PseudonymNumbers::hasKeyed,
                PseudonymNumbers::typesOnly);
    }
}
