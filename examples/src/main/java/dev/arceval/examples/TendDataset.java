package dev.arceval.examples;

import dev.arceval.DatasetFiles;
import dev.arceval.Minimizer;
import dev.arceval.Replay;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.ReplayRun;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What comes after a dataset is written: how much of production it covers, a failing case made small, and the same cases for
 * other tools and back from them, with what got lost.
 *
 * <p>Arguments: the directory with the traces that {@link RecordSupport} recorded, the dataset file it wrote, and the directory
 * to write to.
 */
public final class TendDataset {

    private static final double ENOUGH = .9;

    private TendDataset() {}

    /** Does all three, and says what came out. */
    public static void main(String[] arguments) {
        Dataset dataset = DatasetFiles.read(Path.of(arguments[1]));
        Path to = Path.of(arguments[2]);
        System.out.println("enough of production is covered: "
                + cover(dataset, Path.of(arguments[0]), to).passed());
        EvalCase smallest = shrink(dataset);
        System.out.println("fails already with \"" + smallest.input() + "\" and "
                + smallest.toolCalls().size() + " recorded calls");
        for (DatasetFiles.Format format : DatasetFiles.Format.values()) {
            System.out.println(format + " does not see: " + export(dataset, format, to));
            DatasetFiles.Imported back = bringBack(format, to);
            System.out.println(format + " gives back " + back.dataset().size() + " cases, without: " + back.losses());
        }
    }

    static CoverageReport cover(Dataset dataset, Path traces, Path to) {
        try (TraceRecycler recycler = TraceRecycler.builder().directory(traces).build()) {
            CoverageReport coverage =
                    recycler.coverage(dataset, TraceQuery.all()).requiring(ENOUGH);
            Reports.write(coverage, to.resolve("coverage.html"));
            return coverage;
        }
    }

    /** The first case that the agent fails, with nothing in it that the failure can do without. */
    static EvalCase shrink(Dataset dataset) {
        ReplayRun run = replay(dataset);
        return Minimizer.minimize(
                run.failures().get(0).evalCase(),
                smaller ->
                        !replay(new Dataset("one", List.of(smaller))).failures().isEmpty());
    }

    static Map<String, Integer> export(Dataset dataset, DatasetFiles.Format format, Path to) {
        return DatasetFiles.exportTo(dataset, format, file(format, to));
    }

    /** The same cases as another tool has them, perhaps with an answer that was corrected there. */
    static DatasetFiles.Imported bringBack(DatasetFiles.Format format, Path from) {
        return DatasetFiles.importFrom(file(format, from), format);
    }

    private static Path file(DatasetFiles.Format format, Path directory) {
        return directory.resolve("support." + format.name().toLowerCase(Locale.ROOT));
    }

    private static ReplayRun replay(Dataset dataset) {
        return Replay.of(dataset).run(tools -> SupportAgent.replayed(tools)::answer);
    }
}
