package dev.arceval.core;

import dev.arceval.ArcEvalException;
import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.nio.file.Path;

/**
 * How a file is refused: by its name and what is wrong with it. Words of the file that the reason quotes, such as the id of a case,
 * are redacted, and the cause is left out, since parsers quote what they stumble over.
 */
final class Refusal {

    private static final int KEY_BYTES = 32;

    private Refusal() {}

    static ArcEvalException of(Path file, String reason) {
        return new ArcEvalException(message(file, reason));
    }

    /** @param reason what is wrong; it may start with the file's name, which is the caller's own and stays */
    static String message(Path file, String reason) {
        String name = file.toString();
        String rest = reason.startsWith(name) ? reason.substring(name.length()) : ": " + reason;
        return name
                + PseudonymNumbers.typesOnly(TextRedactor.standard(RedactionKey.of(new byte[KEY_BYTES]))
                        .redact(rest));
    }
}
