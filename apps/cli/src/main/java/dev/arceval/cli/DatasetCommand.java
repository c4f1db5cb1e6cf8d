package dev.arceval.cli;

import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chooses cases from the stored traces. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        description = "Chooses diverse cases from the stored traces and writes them as JSON Lines, to be kept in git.")
final class DatasetCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final DatasetOptions choice = new DatasetOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Default: NAME.jsonl")
    private @Nullable Path out;

    @Parameters(paramLabel = "NAME", description = "The dataset's name")
    private String name = "";

    @Override
    public Integer call() {
        Path file = out == null ? Path.of(name + ".jsonl") : out;
        try (TraceRecycler recycler = store.open()) {
            Dataset dataset = choice.of(recycler).toDataset(name);
            DatasetFiles.write(dataset, file);
            output.text().println(DatasetText.summary(dataset, file));
            output.result(DatasetText.json(dataset, file, store.seed()) + "\n");
            return ExitCode.DONE;
        }
    }
}
