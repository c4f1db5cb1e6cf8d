package dev.arceval.cli;

import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.TracePattern;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the recurring patterns of the stored traces. */
@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        description = "Shows the ways of working that recur in the stored traces.")
final class PatternsCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--min-frequency",
            paramLabel = "N",
            description = "How often a structure must occur. Default: MIN_PATTERN_FREQUENCY, else 3")
    private @Nullable Integer minFrequency;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the patterns to this JSON file")
    private @Nullable Path out;

    @Override
    public Integer call() {
        TraceRecycler.Builder builder = store.builder();
        if (minFrequency != null) {
            builder.minPatternFrequency(minFrequency);
        }
        try (TraceRecycler recycler = StoreOptions.toRead(builder)) {
            List<TracePattern> patterns = recycler.patterns();
            output.text().print(Reports.text(patterns));
            if (out != null) {
                recycler.exportPatterns(out);
                output.text().println("Written to " + out + ".");
            }
            output.result(Reports.json(patterns));
            return ExitCode.DONE;
        }
    }
}
