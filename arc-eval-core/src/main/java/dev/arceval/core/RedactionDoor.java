package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.core.redact.FileRedactor;
import dev.arceval.core.redact.Pseudonyms;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The door to redaction. */
final class RedactionDoor implements Redaction {

    private final TextRedactor redactor;
    private final @Nullable Path keyDirectory;

    private RedactionDoor(TextRedactor redactor, @Nullable Path keyDirectory) {
        this.redactor = redactor;
        this.keyDirectory = keyDirectory;
    }

    static Redaction of(String preset) {
        return switch (preset) {
            case "balanced" -> new RedactionDoor(TextRedactor.standard(RedactionKey.of(new byte[32])), null);
            case "none" -> new RedactionDoor(TextRedactor.nothing(), null);
            default -> throw new IllegalArgumentException("redaction must be one of balanced and none: " + preset);
        };
    }

    @Override
    public Redaction keyIn(Path directory) {
        return new RedactionDoor(redactor, directory);
    }

    @Override
    public List<Finding> find(String text) {
        List<Finding> findings = new ArrayList<>();
        try {
            scan(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), findings::add);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return findings;
    }

    @Override
    public String redact(String text) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(text.length());
        try {
            copy(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), copy, finding -> {});
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return copy.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Scan scan(InputStream content, Consumer<? super Finding> each) throws IOException {
        return scan(files().scan(content, place -> each.accept(finding(place))));
    }

    @Override
    public Scan copy(InputStream content, OutputStream copy, Consumer<? super Finding> each) throws IOException {
        return scan(files().copy(content, copy, place -> each.accept(finding(place))));
    }

    private FileRedactor files() {
        return new FileRedactor(
                redactor,
                keyDirectory == null ? Pseudonyms.counted() : Pseudonyms.keyed(RedactionKey.in(keyDirectory)));
    }

    private static Scan scan(FileRedactor.Outcome outcome) {
        return new Scan(!outcome.binary(), outcome.found());
    }

    private static Finding finding(FileRedactor.Place place) {
        return new Finding(
                place.line(),
                place.start(),
                place.end(),
                place.leak().rule(),
                place.leak().type().label());
    }
}
