package dev.arceval;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Fault;
import dev.arceval.eval.Finding;
import dev.arceval.eval.HistoryReport;
import dev.arceval.eval.PassRate;
import dev.arceval.spi.Scorer;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The bridge from the doors to the implementation, found through {@link java.util.ServiceLoader}. Users do not call it.
 *
 * @since 0.1
 */
public interface ArcEvalProvider {

    /** Returns what {@link TraceRecycler#builder()} hands out. */
    TraceRecycler.Builder recyclerBuilder();

    /** Returns what {@link Comparison#of} hands out. */
    Comparison comparison(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current);

    /** Returns what {@link Redaction#preset} hands out. */
    Redaction redaction(String preset);

    /** Returns what {@link Baselines#in} hands out. */
    Baselines baselines(Path directory);

    /** Returns what {@link PatternReviews#in} hands out. */
    PatternReviews patternReviews(Path directory);

    /** Returns what {@link Gate#of(Dataset, Function, Function)} hands out. */
    Gate gate(
            Dataset dataset,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> baseline,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> candidate);

    /** Returns what {@link Gate#of(Collection, Collection)} hands out. */
    Gate gate(Collection<Trace> baseline, Collection<Trace> candidate);

    /** Does what {@link Gate#passRate} says. */
    PassRate passRate(long passed, long runs, double wanted, double confidence);

    /** Behind {@link Prices#costUsd}, for a usage that states no cost. */
    OptionalDouble costUsd(String model, Usage usage);

    /** Returns what {@link Monitor#against} hands out. */
    Monitor.Builder monitor(Supplier<Stream<Trace>> baseline);

    /** Does what {@link Monitor#resume} says. */
    Monitor resumeMonitor(Path file, RegressionListener listener);

    /** Returns what {@link History#of} hands out. */
    History history(Supplier<Stream<Trace>> runs);

    /** Does what {@link History#ofValues} says. */
    HistoryReport historyOfValues(String metric, Finding.Better better, double[] values);

    /** Returns what {@link Replay#of} hands out. */
    Replay replay(Dataset dataset);

    /** Returns what {@link ReplayContext#of} hands out. */
    ReplayContext replayContext(EvalCase evalCase);

    /** Does what {@link OverheadReport#measure(Function, Duration)} says. */
    OverheadReport overhead(Function<Tracer, ? extends Supplier<?>> agent, Duration budget);

    /** Does what {@link Faults#in} says. */
    Dataset faults(Dataset dataset, Fault... faults);

    /** Returns what {@link SampleTraces#seed} hands out. */
    SampleTraces sampleTraces(long seed);

    /** Returns what {@link Scorers#builtIn} hands out. */
    Scorers scorers();

    /** Returns what {@link Scorers#named} hands out. */
    Scorer scorer(String name);

    /** Does what {@link DatasetFiles#read} says. */
    Dataset readDataset(Path file);

    /** Does what {@link DatasetFiles#write} says. */
    void writeDataset(Dataset dataset, Path file);

    /** Does what {@link DatasetFiles#exportTo} says. */
    Map<String, Integer> exportDataset(Dataset dataset, DatasetFiles.Format format, Path file);

    /** Does what {@link DatasetFiles#importFrom} says. */
    DatasetFiles.Imported importDataset(Path file, DatasetFiles.Format format);

    /** Does what {@link Minimizer#minimize(EvalCase, Predicate, int)} says. */
    EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails, int mostTries);

    /** Does what {@link TraceFiles#read} says. */
    List<Trace> readTraces(Path file);

    /** Does what {@link TraceFiles#write(Stream, Path)} says. */
    void writeTraces(Stream<Trace> traces, Path file);

    /** Does what {@link TraceFiles#write(Stream, OutputStream)} says. */
    void writeTraces(Stream<Trace> traces, OutputStream out);

    /** Does what {@link Doctor#examine(Collection)} says. */
    IngestReport examine(Collection<Path> files);

    /** Does what {@link Doctor#examine(String, InputStream)} says. */
    IngestReport examine(String name, InputStream content);

    /** Does what {@link Doctor#diagnose} says. */
    Diagnosis diagnose(Stream<Trace> traces);

    /** Returns what {@link Reports} calls. */
    Reports.Renderer renderer();
}
