package dev.arceval.core.ingest;

import java.io.Serial;

/** A record that is JSON but not what the format asks for; nothing of it is kept. */
final class MalformedRecordException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param reason names the field, never its value */
    MalformedRecordException(String reason) {
        super(reason, null, false, false);
    }
}
