package dev.arceval.cli;

import dev.arceval.Redaction;
import picocli.CommandLine.Option;

/** The options that say what is redacted. */
final class RedactionOptions {

    @Option(
            names = "--redaction",
            paramLabel = "PRESET",
            description = "balanced or none. Default: balanced",
            defaultValue = "balanced")
    private String preset = "balanced";

    Redaction chosen() {
        return Redaction.preset(preset);
    }
}
