package dev.arceval.core.mine;

import dev.arceval.trace.Trace;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says which pattern a trace belongs to, whether or not it recurs. Thread-safe; linear in the number of spans. */
public final class PatternIds implements Function<Trace, String> {

    /** A vocabulary nobody uses right now. */
    private final AtomicReference<@Nullable Vocabulary> idle = new AtomicReference<>();

    @Override
    public String apply(Trace trace) {
        Vocabulary known = idle.getAndSet(null);
        Vocabulary vocabulary = known == null ? new Vocabulary() : known;
        try {
            return Signature.id(Signature.of(trace, vocabulary).hash());
        } finally {
            idle.set(vocabulary);
        }
    }
}
