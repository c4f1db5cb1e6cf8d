package dev.arceval.core;

import dev.arceval.core.redact.PseudonymNumbers;

/**
 * Text that is shown or kept where no store's key is at hand: what is found in it is named by its type alone. Under the
 * redaction that properties and the environment name.
 */
final class ShownText {

    private ShownText() {}

    /** Returns the text itself if nothing is found in it: what was redacted before keeps its pseudonyms. */
    static String of(String text) {
        String redacted = ReplayRedaction.likeness().redact().apply(text);
        return redacted.equals(text) ? text : PseudonymNumbers.typesOnly(redacted);
    }
}
