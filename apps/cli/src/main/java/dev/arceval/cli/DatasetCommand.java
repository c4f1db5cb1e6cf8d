package dev.arceval.cli;

import dev.arceval.Curation;
import dev.arceval.DatasetFiles;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import dev.arceval.spi.TraceStore;
import java.nio.file.Files;
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
        subcommands = {DatasetExportCommand.class, DatasetImportCommand.class},
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

    @Option(names = "--update", description = "Keep the cases that the file holds and add to them, up to --count")
    private boolean update;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The dataset's name")
    private String name = "";

    @Override
    public Integer call() {
        if (name.isBlank()) {
            throw new IllegalArgumentException("dataset needs a NAME, or export or import");
        }
        Path file = out == null ? Path.of(name + ".jsonl") : out;
        try (TraceRecycler recycler = open()) {
            Curation curation = choice.of(recycler);
            if (update && Files.exists(file)) {
                curation = curation.updating(DatasetFiles.read(file));
            }
            Dataset dataset = curation.toDataset(name);
            DatasetFiles.write(dataset, file);
            output.text().println(DatasetText.summary(dataset, file));
            output.result(() -> DatasetText.json(dataset, file, store.seed()) + "\n");
            return ExitCode.DONE;
        }
    }

    /** Written to, the store notes which traces the dataset holds; while an application has it open it can only be read. */
    private TraceRecycler open() {
        try {
            return store.open();
        } catch (TraceStore.TraceStoreException inUse) {
            if (inUse.problem() != TraceStore.Problem.IN_USE) {
                throw inUse;
            }
            output.err().println("The store is in use: it takes no note of what is in the dataset.");
            return store.openToRead();
        }
    }
}
