package dev.arceval.checks.providers;

import dev.arceval.ArcEvalProvider;
import dev.arceval.Baselines;
import dev.arceval.Comparison;
import dev.arceval.DatasetFiles;
import dev.arceval.Gate;
import dev.arceval.History;
import dev.arceval.Monitor;
import dev.arceval.OverheadReport;
import dev.arceval.PatternReviews;
import dev.arceval.Redaction;
import dev.arceval.RegressionListener;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.Reports;
import dev.arceval.SampleTraces;
import dev.arceval.Scorers;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
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

/** Found, but never asked for anything. */
abstract class UnusedProvider implements ArcEvalProvider {

    @Override
    public TraceRecycler.Builder recyclerBuilder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Comparison comparison(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Redaction redaction(String preset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Baselines baselines(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PatternReviews patternReviews(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Gate gate(
            Dataset dataset,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> baseline,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> candidate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Gate gate(Collection<Trace> baseline, Collection<Trace> candidate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalDouble costUsd(String model, Usage usage) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Monitor.Builder monitor(Supplier<Stream<Trace>> baseline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Monitor resumeMonitor(Path file, RegressionListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public History history(Supplier<Stream<Trace>> runs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public HistoryReport historyOfValues(String metric, Finding.Better better, double[] values) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replay replay(Dataset dataset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReplayContext replayContext(EvalCase evalCase) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OverheadReport overhead(Function<Tracer, ? extends Supplier<?>> agent, Duration budget) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PassRate passRate(long passed, long runs, double wanted, double confidence) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dataset faults(Dataset dataset, Fault... faults) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SampleTraces sampleTraces(long seed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Scorers scorers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Scorer scorer(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dataset readDataset(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeDataset(Dataset dataset, Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Integer> exportDataset(Dataset dataset, DatasetFiles.Format format, Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatasetFiles.Imported importDataset(Path file, DatasetFiles.Format format) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails, int mostTries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Trace> readTraces(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeTraces(Stream<Trace> traces, Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeTraces(Stream<Trace> traces, OutputStream out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IngestReport examine(Collection<Path> files) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IngestReport examine(String name, InputStream content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Diagnosis diagnose(Stream<Trace> traces) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reports.Renderer renderer() {
        throw new UnsupportedOperationException();
    }
}
