package dev.arceval.cli;

import dev.arceval.DatasetFiles;
import dev.arceval.Reports;
import dev.arceval.SampleTraces;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job in one command: traces in, patterns and a dataset out, and a report. */
@Command(
        name = "recycle",
        mixinStandardHelpOptions = true,
        description = "The main job in one command: reads trace files, finds patterns, writes a dataset, and reports."
                + " Without a file it uses generated samples.")
final class RecycleCommand implements Callable<Integer> {

    private static final int SAMPLES = 500;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final DatasetOptions choice = new DatasetOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the dataset goes. Default: recycled.jsonl in the store")
    private @Nullable Path out;

    @Option(names = "--lenient", description = "Exit with 0 if anything could be read")
    private boolean lenient;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Trace files, directories, patterns, or - for standard input")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Path file = out == null ? store.directory().resolve("recycled.jsonl") : out;
        PrintWriter text = output.text();
        try (TraceRecycler recycler = store.open(redaction)) {
            IngestReport ingest = ingest(recycler, text);
            text.print(Reports.text(ingest));
            List<TracePattern> patterns = recycler.patterns();
            text.println();
            text.print(heading(recycler, patterns));
            text.print(Reports.text(patterns));
            Dataset dataset = choice.of(recycler).toDataset(name(file));
            DatasetFiles.write(dataset, file);
            text.println();
            text.println(DatasetText.summary(dataset, file));
            text.print(next(dataset, file));
            output.result(() ->
                    "{\"ingest\":" + Reports.json(ingest).strip() + ",\n\"patterns\":" + inner(Reports.json(patterns))
                            + ",\n\"dataset\":" + DatasetText.json(dataset, file, store.seed()) + "}\n");
            return Ingest.exitCode(ingest, lenient);
        }
    }

    private IngestReport ingest(TraceRecycler recycler, PrintWriter text) {
        if (!files.isEmpty()) {
            return Ingest.files(recycler, files, output.err());
        }
        text.println("No file given: using " + SAMPLES + " generated sample traces of an invented support agent (seed "
                + store.seed() + ").");
        return recycler.ingestTraces(
                SampleTraces.seed(store.seed()).count(SAMPLES).toList());
    }

    /** What the patterns are about, and how many runs they leave out. */
    private static String heading(TraceRecycler recycler, List<TracePattern> patterns) {
        long stored;
        long failed;
        try (Stream<Trace> traces = recycler.find(TraceQuery.all())) {
            long[] counts = new long[2];
            traces.forEach(trace -> {
                counts[0]++;
                counts[1] += trace.outcome().label() == Outcome.Label.FAILURE ? 1 : 0;
            });
            stored = counts[0];
            failed = counts[1];
        }
        long covered = patterns.stream().mapToLong(TracePattern::frequency).sum();
        return String.format(
                        Locale.ROOT,
                        "In the store: %,d traces, %,d failed. %,d of them recur in a pattern, %,d do not.",
                        stored,
                        failed,
                        covered,
                        stored - covered)
                + "\n";
    }

    private static String next(Dataset dataset, Path file) {
        if (dataset.isEmpty()) {
            return "";
        }
        return "\nNext: copy " + file + " to src/test/resources and replay it in JUnit:\n\n"
                + "    @RecycledTraces(\"" + file.getFileName() + "\")\n"
                + "    void answersAsInProduction(EvalCase recorded, RecordedTools tools) {\n"
                + "        assertThatReplay(recorded, input -> new MyAgent(tools).answer(input)).meetsExpectations();\n"
                + "    }\n";
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String inner(String patterns) {
        String object = patterns.strip();
        return object.substring(object.indexOf('['), object.lastIndexOf(']') + 1);
    }
}
