package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.TraceRecycler.Archived;
import dev.arceval.trace.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes old traces, or moves them to a file. */
@Command(
        name = "retain",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps of each agent no more than this, and removes the oldest traces beyond it; with --archive it moves them"
                    + " to a file that ingest reads back.",
            "Age counts from the agent's newest trace. Traces tagged pinned or legal-hold stay."
        })
final class RetainCommand implements Callable<Integer> {

    private static final long MEBIBYTE = 1L << 20;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Option(names = "--days", paramLabel = "N", description = "Traces of the last N days")
    private @Nullable Long days;

    @Option(names = "--max-traces", paramLabel = "N", description = "The newest N traces")
    private @Nullable Long maxTraces;

    @Option(names = "--max-mib", paramLabel = "N", description = "About N MiB in the store")
    private @Nullable Long maxMebibytes;

    @Option(names = "--archive", paramLabel = "FILE", description = "A new file ending in .gz")
    private @Nullable Path archive;

    @Override
    public Integer call() {
        Retention limits = limits();
        try (TraceRecycler recycler =
                store.builder().retention(Retention.FOREVER).build()) {
            if (archive == null) {
                long removed = recycler.retain(limits);
                output.text().println(removed + " traces removed.");
                output.result(() -> "{\"removed\":" + removed + "}\n");
                return ExitCode.DONE;
            }
            Archived archived = recycler.archive(archive, limits);
            output.text()
                    .println(
                            archived.traces() == 0
                                    ? "Nothing to archive."
                                    : archived.traces() + " traces moved to " + archive + ".");
            String file = DatasetText.quoted(archive.toString());
            output.result(() -> "{\"archived\":" + archived.traces() + ",\"patterns\":" + archived.patterns()
                    + ",\"file\":" + file + "}\n");
            return ExitCode.DONE;
        }
    }

    private Retention limits() {
        if (days == null && maxTraces == null && maxMebibytes == null) {
            throw new IllegalArgumentException("retain needs --days, --max-traces or --max-mib");
        }
        Retention limits = Retention.of(days == null ? Retention.FOREVER : Duration.ofDays(days));
        limits = maxTraces == null ? limits : limits.withMaxTraces(maxTraces);
        return maxMebibytes == null ? limits : limits.withMaxBytes(Math.multiplyExact(maxMebibytes, MEBIBYTE));
    }
}
