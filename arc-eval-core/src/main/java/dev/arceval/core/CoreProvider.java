package dev.arceval.core;

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
import dev.arceval.core.cost.PriceTable;
import dev.arceval.core.curate.CaseMinimizer;
import dev.arceval.core.gate.PassRateGate;
import dev.arceval.core.history.RunHistory;
import dev.arceval.core.replay.CallPolicies;
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

/** The implementation behind the doors; found through {@link java.util.ServiceLoader}. */
public final class CoreProvider implements ArcEvalProvider {

    @Override
    public TraceRecycler.Builder recyclerBuilder() {
        return new RecyclerBuilder();
    }

    @Override
    public Comparison comparison(Supplier<Stream<Trace>> baseline, Supplier<Stream<Trace>> current) {
        return ComparisonDoor.of(ShownNames.in(baseline), ShownNames.in(current));
    }

    @Override
    public Redaction redaction(String preset) {
        return RedactionDoor.of(preset);
    }

    @Override
    public Baselines baselines(Path directory) {
        return new BaselinesDoor(directory);
    }

    @Override
    public PatternReviews patternReviews(Path directory) {
        return new PatternReviewsDoor(directory);
    }

    @Override
    public Gate gate(
            Dataset dataset,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> baseline,
            Function<? super ReplayContext, ? extends Function<? super String, ?>> candidate) {
        return new GateDoor(new LiveGateRuns(dataset, replay(dataset), baseline, candidate));
    }

    @Override
    public Gate gate(Collection<Trace> baseline, Collection<Trace> candidate) {
        return new GateDoor(new RecordedGateRuns(baseline, candidate, null));
    }

    @Override
    public PassRate passRate(long passed, long runs, double wanted, double confidence) {
        return PassRateGate.of(passed, runs, wanted, confidence);
    }

    @Override
    public OptionalDouble costUsd(String model, Usage usage) {
        return PriceTable.standard().cost(model, usage);
    }

    @Override
    public Monitor.Builder monitor(Supplier<Stream<Trace>> baseline) {
        return MonitorDoor.against(ShownNames.in(baseline));
    }

    @Override
    public Monitor resumeMonitor(Path file, RegressionListener listener) {
        return MonitorDoor.resume(file, listener);
    }

    @Override
    public History history(Supplier<Stream<Trace>> runs) {
        return HistoryDoor.of(ShownNames.in(runs));
    }

    @Override
    public HistoryReport historyOfValues(String metric, Finding.Better better, double[] values) {
        return RunHistory.ofValues(metric, better, values);
    }

    @Override
    public Replay replay(Dataset dataset) {
        return new ReplayAdapter(dataset, ReplayRedaction.likeness());
    }

    @Override
    public ReplayContext replayContext(EvalCase evalCase) {
        return new ReplayContextAdapter(evalCase, ReplayRedaction.likeness(), CallPolicies.strict());
    }

    @Override
    public OverheadReport overhead(Function<Tracer, ? extends Supplier<?>> agent, Duration budget) {
        return OverheadDoor.measure(agent, budget, System::nanoTime);
    }

    @Override
    public Dataset faults(Dataset dataset, Fault... faults) {
        return FaultDoor.in(dataset, List.of(faults));
    }

    @Override
    public SampleTraces sampleTraces(long seed) {
        return SampleTracesDoor.of(seed);
    }

    @Override
    public Scorers scorers() {
        return new ScorersDoor();
    }

    @Override
    public Scorer scorer(String name) {
        return NamedScorers.named(name);
    }

    @Override
    public Dataset readDataset(Path file) {
        return DatasetFileDoor.read(file);
    }

    @Override
    public void writeDataset(Dataset dataset, Path file) {
        DatasetFileDoor.write(dataset, file);
    }

    @Override
    public Map<String, Integer> exportDataset(Dataset dataset, DatasetFiles.Format format, Path file) {
        return DatasetFileDoor.exportTo(dataset, format, file);
    }

    @Override
    public DatasetFiles.Imported importDataset(Path file, DatasetFiles.Format format) {
        return DatasetFileDoor.importFrom(file, format);
    }

    @Override
    public EvalCase minimize(EvalCase failing, Predicate<? super EvalCase> fails, int mostTries) {
        return CaseMinimizer.minimize(failing, fails, mostTries);
    }

    @Override
    public List<Trace> readTraces(Path file) {
        return TraceFileDoor.read(file);
    }

    @Override
    public void writeTraces(Stream<Trace> traces, OutputStream out) {
        TraceFileDoor.write(traces, out);
    }

    @Override
    public void writeTraces(Stream<Trace> traces, Path file) {
        TraceFileDoor.write(traces, file);
    }

    @Override
    public IngestReport examine(Collection<Path> files) {
        return DoctorDoor.examine(files);
    }

    @Override
    public IngestReport examine(String name, InputStream content) {
        return DoctorDoor.examine(name, content);
    }

    @Override
    public Diagnosis diagnose(Stream<Trace> traces) {
        return DoctorDoor.diagnose(traces);
    }

    @Override
    public Reports.Renderer renderer() {
        return new ReportRenderer();
    }
}
