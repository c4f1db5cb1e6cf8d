package dev.arceval.core;

import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.StandardRedactor;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.redact.TimeLimit;
import dev.arceval.core.redact.TraceRedactor;
import dev.arceval.spi.Redactor;
import dev.arceval.trace.Trace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The redactors of a recycler, one after the other. Used by one thread at a time. */
final class IntakeRedaction {

    /** How long a redactor that was added may take for one text. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final TraceRedactor redactor;

    private IntakeRedaction(List<Redactor> redactors) {
        this.redactor = new TraceRedactor(redactors);
    }

    static IntakeRedaction of(RecyclerBuilder.Options options) {
        List<Redactor> redactors = new ArrayList<>();
        if (options.redaction().policy().looksForSomething()) {
            redactors.add(new StandardRedactor(
                    TextRedactor.of(options.redaction().policy(), Pseudonyms.keyed(key(options)))));
        }
        options.redactors().forEach(added -> redactors.add(new TimeLimit(added, LIMIT)));
        return new IntakeRedaction(redactors);
    }

    Intake.Redacted redact(Trace trace) {
        long changes = redactor.changes();
        long failures = redactor.failures();
        Trace redacted = redactor.redact(trace);
        return new Intake.Redacted(redacted, redactor.changes() - changes, redactor.failures() - failures);
    }

    /** What is kept in memory only needs a key for as long; anything else needs the same key the next time. */
    private static RedactionKey key(RecyclerBuilder.Options options) {
        Path chosen = options.redaction().keyDirectory();
        Path directory = chosen != null ? chosen : options.home();
        if (directory != null) {
            return RedactionKey.in(directory);
        }
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return RedactionKey.of(bytes);
    }
}
