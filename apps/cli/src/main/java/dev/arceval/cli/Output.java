package dev.arceval.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command writes: text for people on standard output; with {@code --json} the machine-readable result on standard
 * output and the text on standard error.
 */
final class Output {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Write the result as JSON to standard output, text to standard error")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The writer for people. */
    PrintWriter text() {
        return json ? command().commandLine().getErr() : command().commandLine().getOut();
    }

    /** The writer for warnings and progress, which never mix with a result. */
    PrintWriter err() {
        return command().commandLine().getErr();
    }

    /** Writes the result, if JSON was asked for. */
    void result(Supplier<String> document) {
        if (json) {
            PrintWriter out = command().commandLine().getOut();
            out.print(document.get());
            out.flush();
        }
    }

    private CommandSpec command() {
        if (command == null) {
            throw new IllegalStateException("not part of a command");
        }
        return command;
    }
}
