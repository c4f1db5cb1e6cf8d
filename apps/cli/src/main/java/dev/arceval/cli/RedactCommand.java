package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what must not be kept in files, or writes a copy without it. */
@Command(
        name = "redact",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what redaction would take from files, or writes a copy without it.",
            "Any text will do: traces, logs, sources, settings; plain or gzip. No secret is shown, only where it is."
                    + " With --json each finding is one line of standard output:"
                    + " {\"file\",\"line\",\"start\",\"end\",\"rule\",\"type\"}, line from 1, columns from 0 in code points,"
                    + " end exclusive."
        })
final class RedactCommand implements Callable<Integer> {

    private static final String STANDARD = "-";

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Option(names = "--dry-run", description = "Write nothing, only show what would go. The default without --out")
    private boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the redacted copy of the one FILE here; - is standard output")
    private @Nullable String out;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Use the pseudonyms of this store. Default: count them, tied to no key")
    private @Nullable Path store;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and directories; - is standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() throws IOException {
        Redaction chosen =
                store == null ? redaction.chosen() : redaction.chosen().keyIn(store);
        if (out != null && !dryRun) {
            return copy(chosen, out);
        }
        FoundText found = new FoundText(output);
        for (String file : files) {
            if (file.equals(STANDARD)) {
                found.file(file, chosen.scan("", System.in, finding -> found.add(file, finding)));
            } else {
                FileTree.of(Path.of(file)).forEach(path -> scan(chosen, path, found));
            }
        }
        found.summary();
        return found.failed() ? ExitCode.INPUT : ExitCode.DONE;
    }

    private static void scan(Redaction redaction, Path path, FoundText found) {
        String name = path.toString();
        try (InputStream content = Files.newInputStream(path)) {
            found.file(name, redaction.scan(name, content, finding -> found.add(name, finding)));
        } catch (IOException unreadable) {
            found.failed(name, FileTree.reason(unreadable));
        }
    }

    private int copy(Redaction redaction, String target) throws IOException {
        if (files.size() != 1) {
            throw new IllegalArgumentException("--out needs one FILE: " + files.size() + " given");
        }
        String source = files.get(0);
        if (target.equals(STANDARD) && output.json()) {
            throw new IllegalArgumentException("--json and --out - both want standard output");
        }
        FoundText found = new FoundText(output, target.equals(STANDARD));
        Redaction.Scan scan = copy(redaction, source, target, found);
        found.file(source, scan);
        found.summary();
        return scan.text() ? ExitCode.DONE : ExitCode.INPUT;
    }

    private static Redaction.Scan copy(Redaction redaction, String source, String target, FoundText found)
            throws IOException {
        refuseOverwriting(source, target);
        try (InputStream content = source.equals(STANDARD) ? System.in : Files.newInputStream(Path.of(source))) {
            if (target.equals(STANDARD)) {
                return redaction.copy(source, content, System.out, finding -> found.add(source, finding));
            }
            return NewFile.write(
                    Path.of(target),
                    copy -> redaction.copy(source, content, copy, finding -> found.add(source, finding)));
        } catch (IOException failed) {
            throw new ArcEvalException("cannot redact " + source + ": " + FileTree.reason(failed), failed);
        }
    }

    private static void refuseOverwriting(String source, String target) throws IOException {
        if (source.equals(STANDARD) || target.equals(STANDARD) || Files.notExists(Path.of(target))) {
            return;
        }
        if (Files.exists(Path.of(source)) && Files.isSameFile(Path.of(source), Path.of(target))) {
            throw new IllegalArgumentException("--out must not be the FILE itself: " + target);
        }
    }
}
