package dev.arceval.core;

import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.StandardRedactor;
import dev.arceval.core.redact.TraceRedactor;
import dev.arceval.spi.Redactor;
import dev.arceval.trace.Trace;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The redactors of a recycler, one after the other. Used by one thread at a time. */
final class IntakeRedaction {

    private final TraceRedactor redactor;

    private IntakeRedaction(List<Redactor> redactors) {
        this.redactor = new TraceRedactor(redactors);
    }

    static IntakeRedaction of(RecyclerBuilder.Options options) {
        List<Redactor> redactors = new ArrayList<>();
        if (options.builtInRedaction()) {
            redactors.add(new StandardRedactor(key(options)));
        }
        redactors.addAll(options.redactors());
        return new IntakeRedaction(redactors);
    }

    Intake.Redacted redact(Trace trace) {
        long before = redactor.changes() + redactor.failures();
        Trace redacted = redactor.redact(trace);
        return new Intake.Redacted(redacted, redactor.changes() + redactor.failures() - before);
    }

    /** What is kept in memory only needs a key for as long; anything else needs the same key the next time. */
    private static RedactionKey key(RecyclerBuilder.Options options) {
        if (options.home() != null) {
            return RedactionKey.in(options.home());
        }
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return RedactionKey.of(bytes);
    }
}
