package dev.arceval.judge;

import dev.arceval.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Votes on disk, a small file each, called by a hash of all that a vote depends on: the prompt, the model with its version, and
 * which of several votes it is. A file holds the verdict and the redacted reason, nothing of what was judged. Several processes
 * may use one directory: a file appears whole or not at all. One that cannot be read counts as missing.
 */
final class VoteFiles {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final String version;
    private final Redaction redaction = Redaction.balanced();

    VoteFiles(Path directory, String version) {
        if (version.isBlank()) {
            throw new IllegalArgumentException(
                    "the model and its version must be named: votes of others are not its own");
        }
        this.directory = directory;
        this.version = version;
    }

    Optional<Vote> read(String prompt, int number) {
        Path file = file(prompt, number);
        try {
            if (Files.exists(file)) {
                JsonNode vote = JSON.readTree(Files.readString(file));
                if (vote.path("verdict").isString() && vote.path("reason").isString()) {
                    return Optional.of(new Vote(
                            vote.path("verdict").stringValue(),
                            vote.path("reason").stringValue()));
                }
            }
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Returns the vote as it was written. */
    Vote write(String prompt, int number, Vote vote) {
        Vote written = new Vote(vote.verdict(), redaction.redact(vote.reason()));
        String content = JSON.writeValueAsString(Map.of("verdict", written.verdict(), "reason", written.reason()));
        try {
            Files.createDirectories(directory);
            Path whole = Files.createTempFile(directory, "vote", ".tmp");
            Files.write(whole, content.getBytes(StandardCharsets.UTF_8));
            Files.move(
                    whole, file(prompt, number), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (IOException broken) {
            throw new UncheckedIOException("a vote cannot be kept in " + directory, broken);
        }
    }

    private Path file(String prompt, int number) {
        return directory.resolve(Sealed.hash(version.length() + ":" + version + number + ":" + prompt) + ".json");
    }
}
