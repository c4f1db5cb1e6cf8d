package dev.arceval.cli;

import dev.arceval.PatternReviews;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.TraceRecycler.Mined;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReview;
import dev.arceval.trace.TraceQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the recurring patterns of the stored traces, or how those of two sets of them differ. */
@Command(
        name = "patterns",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the ways of working that recur in the stored traces, or in those of files, what goes with failing, errors,"
                    + " and which step follows which. Or how the patterns of two sets of stored traces differ.",
            "With FILE nothing is stored; the exit code is 3 if anything could not be read.",
            "SRC is store?agent=...&version=...&from=...&to=... with dates like 2026-01-31."
        })
final class PatternsCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ReviewOptions review = new ReviewOptions();

    @Option(
            names = "--min-frequency",
            paramLabel = "N",
            description = "How often a structure must occur. Default: MIN_PATTERN_FREQUENCY, else 3")
    private @Nullable Integer minFrequency;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the patterns to this JSON file")
    private @Nullable Path out;

    @Option(names = "--runs", paramLabel = "SRC", description = "Only these traces. Default: all that are stored")
    private @Nullable String runs;

    @Option(
            names = "--against",
            paramLabel = "SRC",
            description = "Show how the patterns of --runs differ from those of these traces, such as another agent's")
    private @Nullable String against;

    @Option(
            names = "--compare-versions",
            paramLabel = "OLD..NEW",
            arity = "0..1",
            fallbackValue = "",
            description = "Show how the patterns of two versions of the agent differ. Default: the two seen last")
    private @Nullable String versions;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            split = ",",
            description =
                    "Also write the report; the name's end says as what: html (one page with the graph), md, json or txt")
    private List<Path> reports = List.of();

    @Option(
            names = "--graph",
            paramLabel = "FILE",
            split = ",",
            description = "Also write which step follows which; the name's end says as what: json, graphml, mmd or svg")
    private List<Path> graphs = List.of();

    @Option(names = "--lenient", description = "With FILE: exit with 0 if anything could be read")
    private boolean lenient;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Trace files, directories, patterns, or - alone for standard input. Default: the store")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        reports.forEach(Reports.Format::of);
        graphs.forEach(Reports.GraphFormat::of);
        PatternReviews reviews = PatternReviews.in(store.directory());
        review.applyTo(reviews);
        return files.isEmpty() ? ofStore(reviews) : ofFiles(reviews);
    }

    private int ofFiles(PatternReviews reviews) {
        if (runs != null || against != null || versions != null || out != null) {
            throw new IllegalArgumentException(
                    "--runs, --against, --compare-versions and --out are about stored traces; leave them out with files");
        }
        try (TraceRecycler recycler = StoreOptions.withoutStore(builder())) {
            Mined mined = mine(recycler, Inputs.named(files));
            show(mined.patterns(), reviews.list());
            if (mined.read().totals().rejected() > 0) {
                output.text().print("\n" + Reports.text(mined.read()));
            }
            return Ingest.exitCode(mined.read(), lenient);
        }
    }

    private static Mined mine(TraceRecycler recycler, List<Path> inputs) {
        if (!inputs.contains(Inputs.STANDARD_INPUT)) {
            return recycler.mine(inputs);
        }
        if (inputs.size() > 1) {
            throw new IllegalArgumentException(
                    "- must stand alone: patterns of standard input and of files are not joined");
        }
        return recycler.mine("standard input", System.in);
    }

    private int ofStore(PatternReviews reviews) {
        try (TraceRecycler recycler = StoreOptions.toRead(builder())) {
            if (versions != null) {
                show(AgentVersions.compare(recycler, query(runs), versions, output.text()));
            } else if (against != null) {
                show(recycler.comparePatterns(query(against), query(runs)));
            } else {
                show(recycler.patternReport(query(runs)), reviews.list());
            }
            if (out != null) {
                recycler.exportPatterns(out);
                output.text().println("Written to " + out + ".");
            }
            return ExitCode.DONE;
        }
    }

    private TraceRecycler.Builder builder() {
        TraceRecycler.Builder builder = store.builder();
        redaction.applyTo(builder);
        if (minFrequency != null) {
            builder.minPatternFrequency(minFrequency);
        }
        return builder;
    }

    private void show(PatternReport report, List<PatternReview> reviews) {
        output.text().print(Reports.render(report, reviews, Reports.Format.TEXT));
        reports.forEach(file -> Reports.write(report, reviews, file));
        graphs.forEach(file -> Reports.write(report.graph(), file));
        output.result(() -> Reports.render(report, reviews, Reports.Format.JSON));
    }

    private void show(PatternComparison comparison) {
        output.text().print(Reports.render(comparison, Reports.Format.TEXT));
        reports.forEach(file -> Reports.write(comparison, file));
        output.result(() -> Reports.render(comparison, Reports.Format.JSON));
    }

    private static TraceQuery query(@Nullable String source) {
        if (source == null) {
            return TraceQuery.all();
        }
        if (!Source.isStore(source)) {
            throw new IllegalArgumentException(
                    "patterns are those of stored traces; expected store?agent=...: " + source);
        }
        return Source.query(source);
    }
}
