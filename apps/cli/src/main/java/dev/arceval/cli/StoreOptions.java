package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that open the store. */
final class StoreOptions {

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where traces are kept. Default: ARC_EVAL_STORE, else .arc-eval")
    private @Nullable Path directory;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything that is chosen. Default: 0")
    private @Nullable Long seed;

    TraceRecycler open() {
        return builder().build();
    }

    TraceRecycler.Builder builder() {
        TraceRecycler.Builder builder = TraceRecycler.builder().fromEnvironment();
        if (directory != null) {
            builder.directory(directory);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        return builder;
    }

    long seed() {
        return seed == null ? 0 : seed;
    }

    Path directory() {
        return directory == null ? Path.of(".arc-eval") : directory;
    }
}
