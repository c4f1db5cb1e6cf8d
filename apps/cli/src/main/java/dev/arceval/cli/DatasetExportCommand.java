package dev.arceval.cli;

import dev.arceval.DatasetFiles;
import dev.arceval.eval.Dataset;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a dataset for another tool. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a dataset in the format of another tool and says what that tool does not see.")
final class DatasetExportCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
    private DatasetFiles.Format format = DatasetFiles.Format.CSV;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write")
    private Path out = Path.of("");

    @Parameters(paramLabel = "DATASET", description = "The dataset's file")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Dataset dataset = DatasetFiles.read(file);
        Map<String, Integer> losses = DatasetFiles.exportTo(dataset, format, out);
        output.text().println(DatasetText.written(dataset, out));
        losses.forEach((what, cases) ->
                output.text().println("- not seen there: " + what + ", " + cases + (cases == 1 ? " case" : " cases")));
        output.result(() -> DatasetText.exchange(dataset, out, losses));
        return ExitCode.DONE;
    }
}
