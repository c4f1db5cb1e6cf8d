package dev.arceval.core;

import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.StandardRedactor;
import dev.arceval.core.redact.TextRedactor;
import dev.arceval.core.redact.TimeLimit;
import dev.arceval.core.redact.TraceRedactor;
import dev.arceval.spi.Redactor;
import dev.arceval.spi.Redactor.Field;
import dev.arceval.spi.Redactor.Place;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Feedback;
import dev.arceval.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The redactors of a recycler, one after the other. Used by one thread at a time. */
final class IntakeRedaction {

    /** How long a redactor that was added may take for one text. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Field NAME = new Field(Place.NAME, "");
    private static final Field FEEDBACK = new Field(Place.EVALUATION, Feedback.SCORE);

    /** Stands for a name of which nothing may be kept. */
    private static final String MASKED = "«name:masked»";

    private final Supplier<TraceRedactor> making;
    private @Nullable TraceRedactor made;
    private final LongAdder failuresInSaid = new LongAdder();

    private IntakeRedaction(Supplier<TraceRedactor> making) {
        this.making = making;
    }

    static IntakeRedaction of(RecyclerBuilder.Options options) {
        boolean standard = options.redaction().policy().looksForSomething();
        RedactionKey key = standard ? key(options) : null;
        return new IntakeRedaction(() -> new TraceRedactor(redactors(options, key)));
    }

    private static List<Redactor> redactors(RecyclerBuilder.Options options, @Nullable RedactionKey key) {
        List<Redactor> redactors = new ArrayList<>();
        if (key != null) {
            redactors.add(
                    new StandardRedactor(TextRedactor.of(options.redaction().policy(), Pseudonyms.keyed(key))));
        }
        options.redactors().forEach(added -> redactors.add(new TimeLimit(added, LIMIT)));
        return redactors;
    }

    /** Made for the first text: who only asks a store has none, and the rules take most of the time that opening one takes. */
    private synchronized TraceRedactor redactor() {
        TraceRedactor redactor = made == null ? making.get() : made;
        made = redactor;
        return redactor;
    }

    Intake.Redacted redact(Trace trace) {
        TraceRedactor redactor = redactor();
        long changes = redactor.changes();
        long failures = redactor.failures();
        Trace redacted = redactor.redact(trace);
        return new Intake.Redacted(redacted, redactor.changes() - changes, redactor.failures() - failures);
    }

    /** Returns annotations without what must not be kept. */
    Annotations redact(Annotations said) {
        TraceRedactor redactor = redactor();
        long failures = redactor.failures();
        Annotations redacted = new Annotations(
                said.feedback().stream().map(this::redact).toList(),
                said.evaluations().stream().map(this::redact).toList(),
                said.tags().stream().map(tag -> redact(NAME, tag)).collect(Collectors.toSet()));
        failuresInSaid.add(redactor.failures() - failures);
        return redacted;
    }

    /** Returns how many texts of annotations were given up for a placeholder. */
    long failuresInSaid() {
        return failuresInSaid.sum();
    }

    /** Returns a user's id as it is stored. */
    String redactUser(String user) {
        return redactor().redact(new Field(Place.ATTRIBUTE, "user.id"), user);
    }

    private Feedback redact(Feedback said) {
        return new Feedback(
                said.correct(),
                said.score(),
                orNull(FEEDBACK, said.notes()),
                orNull(FEEDBACK, said.correctedOutput()),
                redact(NAME, said.author()),
                said.time());
    }

    private Evaluation redact(Evaluation evaluation) {
        return new Evaluation(
                redact(NAME, evaluation.name()),
                evaluation.score(),
                orNull(NAME, evaluation.label()),
                orNull(new Field(Place.EVALUATION, evaluation.name()), evaluation.explanation()));
    }

    private @Nullable String orNull(Field field, @Nullable String text) {
        return text == null ? null : redactor().redact(field, text);
    }

    /** What must not be blank does not become so. */
    private String redact(Field field, String text) {
        String redacted = redactor().redact(field, text);
        return redacted.isBlank() ? MASKED : redacted;
    }

    /** Who only reads makes no key. */
    private static boolean mayUse(Path directory, RecyclerBuilder.Options options) {
        return options.access() == TraceStore.Access.WRITE || Files.exists(directory.resolve(RedactionKey.FILE_NAME));
    }

    /** What is kept in memory only needs a key for as long; anything else needs the same key the next time. */
    private static RedactionKey key(RecyclerBuilder.Options options) {
        Path chosen = options.redaction().keyDirectory();
        Path directory = chosen != null ? chosen : options.home();
        if (directory != null && mayUse(directory, options)) {
            return RedactionKey.in(directory);
        }
        return RedactionKey.passing();
    }
}
