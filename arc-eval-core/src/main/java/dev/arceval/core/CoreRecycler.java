package dev.arceval.core;

import dev.arceval.Comparison;
import dev.arceval.Curation;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import dev.arceval.core.capture.Recorder;
import dev.arceval.core.compare.RunKeys;
import dev.arceval.core.cost.TracePricing;
import dev.arceval.core.curate.Coverage;
import dev.arceval.core.ingest.OtlpTraceCodec;
import dev.arceval.core.ingest.SpanAttributes;
import dev.arceval.core.ingest.TraceReader;
import dev.arceval.core.mine.MinedPatterns;
import dev.arceval.core.mine.PatternIds;
import dev.arceval.core.mine.PatternMiner;
import dev.arceval.core.report.JsonReports;
import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.TracePattern;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The stages joined behind the {@link TraceRecycler} door. */
final class CoreRecycler implements TraceRecycler {

    private final RecyclerBuilder.Options options;
    private final TraceStore store;
    private final TraceReader reader;
    private final PatternBook patterns;
    private final IntakeRedaction redaction;
    private final Intake intake;
    private final Recorder recorder;
    private final LongAdder captureRedactionFailures = new LongAdder();

    private CoreRecycler(RecyclerBuilder.Options options, TraceStore store, IntakeRedaction redaction) {
        this.options = options;
        this.store = store;
        this.reader = new TraceReader(TraceFormats.found());
        this.patterns = new PatternBook(store, options.access() == TraceStore.Access.WRITE && store.count() == 0);
        this.redaction = redaction;
        Expiry expiry = new Expiry(
                options.retention(),
                options.clock(),
                options.access() == TraceStore.Access.WRITE ? store.agents() : List.of());
        TracePricing pricing = new TracePricing(options.prices());
        Sampler sampler = new Sampler(options.sampling(), options.seed(), new PatternIds());
        this.intake = new Intake(
                trace -> redaction.redact(pricing.price(trace)), redaction::redact, store, patterns, expiry, sampler);
        // Ids must differ between processes; nothing else may depend on them.
        SplittableRandom ids = new SplittableRandom(new SecureRandom().nextLong());
        this.recorder = Recorder.start(
                new Recorder.Settings(
                        options.queueCapacity(),
                        Recorder.PATIENCE,
                        options.clock(),
                        options.clockServes(),
                        System::nanoTime,
                        ids::nextLong,
                        options.resources(),
                        options.context(),
                        SpanAttributes::of),
                this::takeRecorded);
    }

    static TraceRecycler open(RecyclerBuilder.Options options) {
        TraceStore store = options.store() != null
                ? options.store()
                : StoreProviders.open(options.storeUri(), setup(options.access()));
        boolean open = false;
        try {
            CoreRecycler recycler = new CoreRecycler(options, store, IntakeRedaction.of(options));
            open = true;
            return recycler;
        } finally {
            if (!open && options.store() == null) {
                store.close();
            }
        }
    }

    private static TraceStore.Setup setup(TraceStore.Access access) {
        return new TraceStore.Setup(new OtlpTraceCodec(), new PatternIds(), access);
    }

    @Override
    public Tracer tracer(String agent) {
        return new RecordingTracer(recorder, agent);
    }

    @Override
    public IngestReport ingest(Collection<Path> files) {
        NamedInputs inputs = NamedInputs.of(files, reader);
        return inputs.report(Reading.all(inputs.files(), reader, intake::take, intake::forget));
    }

    @Override
    public IngestReport ingest(String name, InputStream content) {
        IngestTally tally = new IngestTally(name);
        Reading reading = new Reading(traces -> intake.take(traces, tally), tally);
        tally.format(reader.read(content, reading));
        return IngestReport.of(List.of(finished(reading, tally)));
    }

    @Override
    public IngestReport ingestTraces(Collection<Trace> traces) {
        IngestTally tally = new IngestTally("memory");
        tally.format("traces");
        intake.take(List.copyOf(traces), tally);
        intake.forget(tally);
        return IngestReport.of(List.of(tally.report()));
    }

    @Override
    public List<TracePattern> patterns() {
        return patterns.patterns(options.minPatternFrequency()).list();
    }

    @Override
    public PatternReport patternReport(TraceQuery which) {
        return report(mined(which));
    }

    @Override
    public Mined mine(Collection<Path> files) {
        NamedInputs inputs = NamedInputs.of(files, reader);
        PatternMiner miner = miner();
        IngestReport read = inputs.report(Reading.all(
                inputs.files(), reader, (traces, tally) -> intake.pass(traces, tally, miner::add), tally -> {}));
        return new Mined(read, report(miner));
    }

    @Override
    public Mined mine(String name, InputStream content) {
        IngestTally tally = new IngestTally(name);
        PatternMiner miner = miner();
        Reading reading = new Reading(traces -> intake.pass(traces, tally, miner::add), tally);
        tally.format(reader.read(content, reading));
        reading.finish();
        return new Mined(IngestReport.of(List.of(tally.report())), report(miner));
    }

    @Override
    public PatternComparison comparePatterns(TraceQuery baseline, TraceQuery current) {
        return mined(baseline).compare(mined(current), options.seed());
    }

    private PatternMiner mined(TraceQuery which) {
        PatternMiner miner = miner();
        try (Stream<Trace> traces = store.find(which)) {
            traces.forEach(miner::add);
        }
        return miner;
    }

    private static PatternMiner miner() {
        return new PatternMiner(PatternMiner.DEFAULT_CAPACITY, RunKeys::clusterOf);
    }

    private PatternReport report(PatternMiner miner) {
        return miner.report(options.minPatternFrequency(), options.seed());
    }

    @Override
    public void exportPatterns(Path file) {
        byte[] json = JsonReports.of(patterns()).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, out -> out.write(json));
    }

    @Override
    public Curation curate() {
        return CurationDoor.of(
                store,
                () -> patterns.patterns(1),
                options.redaction().policy().imitates(),
                options.minQuality(),
                options.seed());
    }

    @Override
    public CoverageReport coverage(Dataset dataset, TraceQuery traffic) {
        MinedPatterns known = patterns.patterns(1);
        Coverage coverage = new Coverage(dataset);
        try (Stream<Trace> traces = store.find(traffic)) {
            traces.forEach(trace -> coverage.add(CurationDoor.run(trace, known.classify(trace))));
        }
        return coverage.report();
    }

    @Override
    public Comparison compare(TraceQuery baseline, TraceQuery current) {
        return ComparisonDoor.of(() -> store.find(baseline), () -> store.find(current));
    }

    @Override
    public Optional<Trace> find(String traceId) {
        return store.find(traceId);
    }

    @Override
    public Stream<Trace> find(TraceQuery query) {
        return store.find(query);
    }

    @Override
    public Optional<Annotations> annotations(String traceId) {
        return store.annotations(traceId);
    }

    @Override
    public Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change) {
        return store.annotate(traceId, before -> redaction.redact(change.apply(before)));
    }

    @Override
    public Deletion delete(TraceQuery query) {
        TraceQuery asStored =
                query.user().map(user -> query.user(redaction.redactUser(user))).orElse(query);
        return intake.delete(asStored, options.home());
    }

    @Override
    public long retain(Retention limits) {
        return intake.retain(limits);
    }

    @Override
    public Archived archive(Path file, Retention limits) {
        return intake.archive(file, limits, options.minPatternFrequency());
    }

    @Override
    public CaptureReport capture() {
        return recorder.report().withRedactionFailures(captureRedactionFailures.sum() + redaction.failuresInSaid());
    }

    @Override
    public boolean flush(Duration limit) {
        return recorder.flush(limit);
    }

    @Override
    public void close() {
        recorder.close();
        if (options.store() == null) {
            store.close();
        }
    }

    private IngestReport.Source finished(Reading reading, IngestTally tally) {
        reading.finish();
        intake.forget(tally);
        return tally.report();
    }

    private void takeRecorded(List<Trace> traces) {
        IngestTally tally = new IngestTally("capture");
        intake.take(traces, tally);
        intake.forget(tally);
        captureRedactionFailures.add(tally.report().counts().redactionFailures());
    }
}
