package dev.arceval.cli;

import dev.arceval.DatasetFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a dataset of another tool. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Reads a dataset of another tool, or one that was exported for it, and writes it as JSON Lines.")
final class DatasetImportCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
    private DatasetFiles.Format format = DatasetFiles.Format.CSV;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write")
    private Path out = Path.of("");

    @Parameters(paramLabel = "FILE", description = "The other tool's file")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        DatasetFiles.Imported imported = DatasetFiles.importFrom(file, format);
        DatasetFiles.write(imported.dataset(), out);
        output.text().println(DatasetText.written(imported.dataset(), out));
        imported.losses().forEach((what, times) -> output.text().println("- left out: " + what + ", " + times + " ×"));
        output.result(() -> DatasetText.exchange(imported.dataset(), out, imported.losses()));
        return ExitCode.DONE;
    }
}
