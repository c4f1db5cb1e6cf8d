package dev.arceval.cli;

import dev.arceval.Redaction;
import dev.arceval.TraceRecycler;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is redacted. */
final class RedactionOptions {

    @Option(
            names = "--redaction",
            paramLabel = "PRESET",
            description = "What is redacted: balanced, strict or none. Default: ARC_EVAL_REDACTION, else balanced")
    private @Nullable String preset;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Rules and exceptions of your own, as JSON. Default: ARC_EVAL_REDACTION_RULES")
    private @Nullable Path rules;

    Redaction chosen() {
        String named = preset != null
                ? preset
                : Settings.of("arceval.redaction", "ARC_EVAL_REDACTION").orElse("balanced");
        Optional<Path> file = rules != null
                ? Optional.of(rules)
                : Settings.of("arceval.redaction.rules", "ARC_EVAL_REDACTION_RULES")
                        .map(Path::of);
        Redaction redaction = Redaction.preset(named);
        return file.map(redaction::rules).orElse(redaction);
    }

    void applyTo(TraceRecycler.Builder builder) {
        if (preset != null || rules != null) {
            builder.redaction(chosen());
        }
    }
}
