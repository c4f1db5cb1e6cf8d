package dev.arceval.core;

import com.google.re2j.Pattern;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Brings live texts and recorded ones into a form in which they can be compared.
 *
 * <p>A recording holds pseudonyms where there were secrets. With the key they were made with, a live secret gets the same
 * pseudonym. The key never leaves the machine that recorded; without it, as on a build server, a pseudonym is compared by
 * its type alone: some e-mail address where one was recorded.
 */
final class ReplayRedaction {

    private static final Path DEFAULT_HOME = Path.of(".arc-eval");
    private static final Pattern PSEUDONYM = Pattern.compile("«([a-z0-9_-]+):[0-9a-z]+»");
    private static final int KEY_BYTES = 32;

    /** Making a redactor takes tens of milliseconds, and a suite asks for one per case. */
    private static final UnaryOperator<String> WITHOUT_KEY = makeWithoutKey();

    private static volatile @Nullable Known known;

    private ReplayRedaction() {}

    /** The redactor of a key file as it was when it was read. */
    private record Known(Path file, FileTime modified, UnaryOperator<String> redactor) {}

    /** Returns the form for this process: by the key of its store, if it has one. */
    static UnaryOperator<String> ofProcess() {
        Path home = Settings.ofProcess().store().flatMap(Settings::directory).orElse(DEFAULT_HOME);
        return Files.isRegularFile(home.resolve(RedactionKey.FILE_NAME)) ? withKeyIn(home) : WITHOUT_KEY;
    }

    private static UnaryOperator<String> withKeyIn(Path home) {
        Path file = home.resolve(RedactionKey.FILE_NAME).toAbsolutePath();
        FileTime modified = modified(file);
        Known last = known;
        if (last != null && last.file().equals(file) && last.modified().equals(modified)) {
            return last.redactor();
        }
        UnaryOperator<String> redactor = TextRedactor.standard(RedactionKey.in(home))::redact;
        known = new Known(file, modified, redactor);
        return redactor;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("redaction key " + file + " cannot be read", e);
        }
    }

    static UnaryOperator<String> withoutKey() {
        return WITHOUT_KEY;
    }

    private static UnaryOperator<String> makeWithoutKey() {
        TextRedactor redactor = TextRedactor.standard(RedactionKey.of(new byte[KEY_BYTES]));
        return text -> PSEUDONYM.matcher(redactor.redact(text)).replaceAll("«$1»");
    }
}
