package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.Baselines;
import dev.arceval.TraceRecycler;
import dev.arceval.spi.TraceStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that open the store. */
final class StoreOptions {

    private static final String BASELINE = "baseline:";
    private static final String EMPTY = "memory:1";

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where traces are kept: a directory, or a location such as"
                    + " postgresql://host/database. Default: ARC_EVAL_STORE, else .arc-eval")
    private @Nullable String store;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything that is chosen. Default: 0")
    private @Nullable Long seed;

    TraceRecycler open() {
        return builder().build();
    }

    /** Opens the store beside whoever writes to it; one that is not there reads as an empty one, and is not created. */
    TraceRecycler openToRead() {
        return toRead(builder());
    }

    static TraceRecycler toRead(TraceRecycler.Builder builder) {
        try {
            return builder.readOnly().build();
        } catch (TraceStore.TraceStoreException missing) {
            if (missing.problem() != TraceStore.Problem.MISSING) {
                throw missing;
            }
            return withoutStore(builder);
        }
    }

    /** Opens a recycler that keeps nothing; what it replaces it replaces as the store of the directory does, if there is one. */
    static TraceRecycler withoutStore(TraceRecycler.Builder builder) {
        return builder.readOnly().store(EMPTY).build();
    }

    TraceRecycler open(RedactionOptions redaction) {
        TraceRecycler.Builder builder = builder();
        redaction.applyTo(builder);
        return builder.build();
    }

    TraceRecycler.Builder builder() {
        TraceRecycler.Builder builder = TraceRecycler.builder().fromEnvironment();
        if (store != null && isLocation(store)) {
            builder.store(store);
        } else if (store != null) {
            builder.directory(Path.of(store));
        }
        if (seed != null) {
            builder.seed(seed);
        }
        return builder;
    }

    /** The seed the recycler works with, wherever it was set. */
    long seed() {
        return seed != null
                ? seed
                : Settings.of("arceval.seed", "ARC_EVAL_SEED")
                        .map(Long::parseLong)
                        .orElse(0L);
    }

    /** The directory of the store; the default one if the store is of another kind. */
    Path directory() {
        return Optional.ofNullable(store)
                .or(() -> Settings.of("arceval.store", "ARC_EVAL_STORE"))
                .filter(named -> !isLocation(named))
                .map(Path::of)
                .orElse(Path.of(".arc-eval"));
    }

    /** Whether it begins with a scheme; a single letter before a colon is a drive. */
    private static boolean isLocation(String store) {
        return store.indexOf(':') > 1;
    }

    /** Returns the source itself, or the file of the baseline that {@code baseline:NAME} names. */
    String source(String source) {
        if (!source.startsWith(BASELINE)) {
            return source;
        }
        String name = source.substring(BASELINE.length());
        if (Baselines.in(directory()).find(name).isEmpty()) {
            throw new ArcEvalException("no baseline \"" + name + "\" in " + directory());
        }
        return directory().resolve("baselines").resolve(name + ".otlp.jsonl.gz").toString();
    }
}
