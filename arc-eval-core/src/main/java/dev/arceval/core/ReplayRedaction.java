package dev.arceval.core;

import com.google.re2j.Pattern;
import dev.arceval.core.redact.RedactionKey;
import dev.arceval.core.redact.TextRedactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

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

    private ReplayRedaction() {}

    /** Returns the form for this process: by the key of its store, if it has one. */
    static UnaryOperator<String> ofProcess() {
        Path home = Settings.ofProcess().store().flatMap(Settings::directory).orElse(DEFAULT_HOME);
        return Files.isRegularFile(home.resolve(RedactionKey.FILE_NAME))
                ? TextRedactor.standard(RedactionKey.in(home))::redact
                : withoutKey();
    }

    static UnaryOperator<String> withoutKey() {
        TextRedactor redactor = TextRedactor.standard(RedactionKey.of(new byte[KEY_BYTES]));
        return text -> PSEUDONYM.matcher(redactor.redact(text)).replaceAll("«$1»");
    }
}
