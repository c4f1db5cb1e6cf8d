package dev.arceval.core;

import dev.arceval.Redaction;
import dev.arceval.TraceRecycler;
import dev.arceval.core.cost.Price;
import dev.arceval.core.cost.PriceTable;
import dev.arceval.spi.Redactor;
import dev.arceval.spi.TraceContext;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Sampling;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects a recycler's options; what is not set in code comes from {@link Settings} if asked for, else by default. */
final class RecyclerBuilder implements TraceRecycler.Builder {

    private static final Path DEFAULT_DIRECTORY = Path.of(".arc-eval");
    private static final Retention DEFAULT_RETENTION = Retention.of(Duration.ofDays(30));
    private static final int DEFAULT_MIN_PATTERN_FREQUENCY = 3;
    private static final double DEFAULT_MIN_QUALITY = .7;
    private static final int DEFAULT_QUEUE_CAPACITY = 10_000;

    /** The system's clock is set right now and then, but not much in a second. */
    private static final Duration SYSTEM_CLOCK_SERVES = Duration.ofSeconds(1);

    private @Nullable Settings settings;
    private @Nullable Path directory;
    private @Nullable String storeUri;
    private @Nullable TraceStore store;
    private TraceStore.Access access = TraceStore.Access.WRITE;
    private @Nullable Retention retention;
    private @Nullable Integer minPatternFrequency;
    private @Nullable Double minQuality;
    private @Nullable Long seed;
    private final List<Redactor> redactors = new ArrayList<>();
    private @Nullable Path prices;
    private final List<Price> addedPrices = new ArrayList<>();
    private @Nullable RedactionDoor redaction;
    private boolean resources;
    private @Nullable TraceContext context;
    private Sampling sampling = Sampling.none();
    private @Nullable Clock clock;
    private int queueCapacity = DEFAULT_QUEUE_CAPACITY;

    @Override
    public TraceRecycler.Builder directory(Path directory) {
        this.directory = directory;
        return this;
    }

    @Override
    public TraceRecycler.Builder store(String uri) {
        this.storeUri = uri;
        return this;
    }

    @Override
    public TraceRecycler.Builder store(TraceStore store) {
        this.store = store;
        return this;
    }

    @Override
    public TraceRecycler.Builder retention(Duration retention) {
        return retention(Retention.of(retention));
    }

    @Override
    public TraceRecycler.Builder retention(Retention retention) {
        this.retention = retention;
        return this;
    }

    @Override
    public TraceRecycler.Builder sampling(Sampling sampling) {
        this.sampling = sampling;
        return this;
    }

    @Override
    public TraceRecycler.Builder readOnly() {
        this.access = TraceStore.Access.READ;
        return this;
    }

    @Override
    public TraceRecycler.Builder minPatternFrequency(int occurrences) {
        if (occurrences < 1) {
            throw new IllegalArgumentException("minPatternFrequency must be positive: " + occurrences);
        }
        this.minPatternFrequency = occurrences;
        return this;
    }

    @Override
    public TraceRecycler.Builder minQuality(double quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("minQuality must be between 0 and 1: " + quality);
        }
        this.minQuality = quality;
        return this;
    }

    @Override
    public TraceRecycler.Builder redactor(Redactor redactor) {
        redactors.add(redactor);
        return this;
    }

    @Override
    public TraceRecycler.Builder withoutRedaction() {
        return redaction(RedactionDoor.of("none"));
    }

    @Override
    public TraceRecycler.Builder redaction(Redaction redaction) {
        this.redaction = RedactionDoor.behind(redaction);
        return this;
    }

    @Override
    public TraceRecycler.Builder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    @Override
    public TraceRecycler.Builder withResources() {
        this.resources = true;
        return this;
    }

    @Override
    public TraceRecycler.Builder context(TraceContext context) {
        this.context = context;
        return this;
    }

    @Override
    public TraceRecycler.Builder seed(long seed) {
        this.seed = seed;
        return this;
    }

    @Override
    public TraceRecycler.Builder queueCapacity(int traces) {
        if (traces < 1) {
            throw new IllegalArgumentException("queueCapacity must be positive: " + traces);
        }
        this.queueCapacity = traces;
        return this;
    }

    @Override
    public TraceRecycler.Builder prices(Path file) {
        this.prices = file;
        return this;
    }

    @Override
    public TraceRecycler.Builder price(String model, double inputUsd, double outputUsd) {
        if (!(inputUsd >= 0 && outputUsd >= 0 && Double.isFinite(inputUsd + outputUsd))) {
            throw new IllegalArgumentException("price must not be negative: " + inputUsd + ", " + outputUsd);
        }
        addedPrices.add(Price.of(model, inputUsd, outputUsd));
        return this;
    }

    @Override
    public TraceRecycler.Builder fromEnvironment() {
        return from(Settings.ofProcess());
    }

    RecyclerBuilder from(Settings settings) {
        this.settings = settings;
        return this;
    }

    @Override
    public TraceRecycler build() {
        return CoreRecycler.open(options());
    }

    private Options options() {
        Optional<Settings> outside = Optional.ofNullable(settings);
        Optional<String> storeSetting = storeUri == null && directory == null && store == null
                ? outside.flatMap(Settings::store)
                : Optional.ofNullable(storeUri);
        Path place = Optional.ofNullable(directory)
                .or(() -> storeSetting.flatMap(Settings::directory))
                .orElse(DEFAULT_DIRECTORY);
        String uri = storeSetting.filter(Settings::isUri).orElse("sqlite:" + place);
        return new Options(
                home(uri, place),
                uri,
                store,
                access,
                sampling,
                choose(retention, outside.flatMap(Settings::retention).map(Retention::of), DEFAULT_RETENTION),
                choose(
                        minPatternFrequency,
                        outside.flatMap(Settings::minPatternFrequency),
                        DEFAULT_MIN_PATTERN_FREQUENCY),
                choose(minQuality, outside.flatMap(Settings::minQuality), DEFAULT_MIN_QUALITY),
                choose(seed, outside.flatMap(Settings::seed), 0L),
                redaction != null ? redaction : RedactionDoor.from(outside),
                List.copyOf(redactors),
                prices(outside),
                clock != null ? clock : Clock.systemUTC(),
                clock != null ? Duration.ZERO : SYSTEM_CLOCK_SERVES,
                resources,
                context != null ? context : TraceContexts.found(),
                queueCapacity);
    }

    /** Where the key lies: beside the traces where they lie in a directory, nowhere if they are only in memory. */
    private @Nullable Path home(String uri, Path place) {
        if (directory != null || store != null) {
            return place;
        }
        if (uri.startsWith("memory:")) {
            return null;
        }
        return uri.startsWith("sqlite:") ? Path.of(uri.substring("sqlite:".length())) : place;
    }

    private PriceTable prices(Optional<Settings> outside) {
        PriceTable standard = PriceTable.standard();
        return Optional.ofNullable(prices)
                .or(() -> outside.flatMap(Settings::prices))
                .map(standard::with)
                .orElse(standard)
                .with(addedPrices);
    }

    private static <T> T choose(@Nullable T code, Optional<T> outside, T otherwise) {
        return code != null ? code : outside.orElse(otherwise);
    }

    /**
     * A recycler's options, all settled.
     *
     * @param home the directory of the redaction key; absent if nothing outlives the process
     * @param storeUri the store to open, unless {@code store} is given
     */
    record Options(
            @Nullable Path home,
            String storeUri,
            @Nullable TraceStore store,
            TraceStore.Access access,
            Sampling sampling,
            Retention retention,
            int minPatternFrequency,
            double minQuality,
            long seed,
            RedactionDoor redaction,
            List<Redactor> redactors,
            PriceTable prices,
            Clock clock,
            Duration clockServes,
            boolean resources,
            @Nullable TraceContext context,
            int queueCapacity) {}
}
