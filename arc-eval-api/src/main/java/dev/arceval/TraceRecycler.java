package dev.arceval;

import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.TracePattern;
import dev.arceval.spi.Redactor;
import dev.arceval.spi.TraceContext;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.Annotations;
import dev.arceval.trace.CaptureReport;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.Retention;
import dev.arceval.trace.Sampling;
import dev.arceval.trace.Trace;
import dev.arceval.trace.TraceQuery;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Turns production traces into patterns and evaluation datasets.
 *
 * <p>Every trace, recorded or read from a file, takes the same way: it is redacted, stored, and counted into the patterns.
 * Thread-safe. Close it to write what is pending.
 *
 * <p>Ingest costs time linear in the input; memory is bounded by the traces whose spans are still arriving.
 *
 * {@snippet class="dev.arceval.examples.Snippets" region="recycle"}
 *
 * @since 0.1
 */
public interface TraceRecycler extends AutoCloseable {

    /** Starts a recycler with the defaults that {@link Builder} lists. */
    static Builder builder() {
        return Implementation.get().recyclerBuilder();
    }

    /** Returns a recorder whose traces come to this recycler under the agent's name. */
    Tracer tracer(String agent);

    /**
     * Reads trace files, plain or compressed with gzip, or with zstd where {@code com.github.luben:zstd-jni} is on the class
     * path. The format is told from the content: OTLP/JSON, the exports of trace back ends (Jaeger, Tempo, Zipkin, Langfuse,
     * LangSmith, MLflow, Phoenix), sessions and logs of agent frameworks (Google ADK, Inspect), chat transcripts of the model
     * providers, and the simple JSON of {@code trace_id} and {@code spans}.
     *
     * <p>A directory stands for the files in it and below it, in the order of their paths; hidden files and those that are no
     * traces are left out and counted. One without any trace is a rejection.
     *
     * <p>A file that cannot be opened is a rejection with line 0; the others are read.
     *
     * @throws TraceStore.TraceStoreException if the store fails; what was acknowledged before stays
     */
    IngestReport ingest(Collection<Path> files);

    /** Reads one trace file; see {@link #ingest(Collection)}. */
    default IngestReport ingest(Path file) {
        return ingest(List.of(file));
    }

    /**
     * Reads a stream as if it were a file; does not close it.
     *
     * @param name what the report calls it
     */
    IngestReport ingest(String name, InputStream content);

    /** Takes traces that are already in memory. */
    IngestReport ingestTraces(Collection<Trace> traces);

    /**
     * Returns the patterns of all stored traces that occur at least as often as {@link Builder#minPatternFrequency} says,
     * the most frequent first. Recurring means recurring: a structure seen less often is no pattern.
     */
    List<TracePattern> patterns();

    /**
     * Returns all that the matching traces show: patterns with their evidence, families of nearly equal ones, what goes with
     * failing, error templates, the graph of steps. Reads them once; memory does not grow with their number.
     */
    PatternReport patternReport(TraceQuery which);

    /**
     * Reads files as {@link #ingest(Collection)} does, redacts them, and returns what they show, without storing anything.
     * Memory does not grow with the files. A trace whose spans lie far apart in a large file, or in two files, counts as two.
     */
    Mined mine(Collection<Path> files);

    /**
     * Reads a stream as if it were a file and does not close it; see {@link #mine(Collection)}.
     *
     * @param name what the report calls it
     */
    Mined mine(String name, InputStream content);

    /**
     * Returns how the patterns of two sets of stored traces differ, such as those of two versions or two agents: which are new,
     * which vanished, which became more or less frequent, which fail more or less often.
     */
    PatternComparison comparePatterns(TraceQuery baseline, TraceQuery current);

    /** Writes {@link #patterns()} to a JSON file, replacing it in one step. */
    void exportPatterns(Path file);

    /** Starts a selection from all stored traces. */
    Curation curate();

    /**
     * Holds a dataset against stored traces: how much of their tools, orders of steps and errors it covers, what is missing and
     * which run would add most.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="coverage"}
     *
     * @param traffic the runs to cover
     */
    CoverageReport coverage(Dataset dataset, TraceQuery traffic);

    /** Starts a comparison between stored traces. */
    Comparison compare(TraceQuery baseline, TraceQuery current);

    /** Returns the stored trace with this id. */
    Optional<Trace> find(String traceId);

    /** Returns the stored traces that match, by start time; close the stream. */
    Stream<Trace> find(TraceQuery query);

    /** Returns what was said about a stored trace; empty if there is no such trace. */
    Optional<Annotations> annotations(String traceId);

    /**
     * Changes what is said about a stored trace, in one step. Texts are redacted as those of traces are.
     *
     * {@snippet class="dev.arceval.examples.Snippets" region="annotate"}
     *
     * @return what is said now; empty if there is no such trace
     */
    Optional<Annotations> annotate(String traceId, UnaryOperator<Annotations> change);

    /**
     * Removes traces for good, with everything made from them in the store, and says where else they are: in datasets,
     * baselines and archives, which are files that this does not change. Traces on legal hold stay.
     *
     * @param query one that asks for a user is looked up by the pseudonym of the user it names
     * @throws IllegalArgumentException if the query has no condition
     */
    Deletion delete(TraceQuery query);

    /**
     * Removes traces that exceed these limits now, whatever the retention of this recycler. Pinned traces and those on legal
     * hold stay.
     *
     * @return how many were removed
     */
    long retain(Retention limits);

    /**
     * Moves traces that exceed these limits to a file, OTLP/JSON Lines compressed with gzip, which {@link #ingest} reads
     * back with all that was said about them; and their patterns to a JSON file beside it.
     *
     * @param file a new file whose name ends in {@code .gz}; none is written if no trace exceeds the limits
     */
    Archived archive(Path file, Retention limits);

    /** Returns what became of recorded traces so far. */
    CaptureReport capture();

    /**
     * Waits until every trace that ended before this call is stored or dropped, or {@code limit} is over.
     *
     * @return whether all of them were stored: false if any was dropped, or if time ran out
     */
    boolean flush(Duration limit);

    /** Writes what is pending, waiting five seconds at most, and closes the store if this recycler opened it. */
    @Override
    void close();

    /**
     * What was moved out of the store.
     *
     * @param file where to
     * @param traces how many traces
     * @param patterns how many patterns they showed, that occurred often enough
     */
    record Archived(Path file, long traces, long patterns) {}

    /**
     * What files show.
     *
     * @param read what was read of them and refused
     * @param patterns what was found in the traces that were read
     */
    record Mined(IngestReport read, PatternReport patterns) {}

    /**
     * Collects a recycler's options. Mutable, for one thread.
     *
     * <p>Defaults: a SQLite store in the directory {@code .arc-eval}; retention 30 days; patterns from 3 occurrences;
     * minimum quality 0.7; redaction on; the system clock; seed 0; at most 10,000 recorded traces waiting to be stored.
     */
    interface Builder {

        /** Keeps traces and the redaction key in this directory; created if it is not there. */
        Builder directory(Path directory);

        /**
         * Chooses the store by scheme and location, such as {@code memory:} or {@code sqlite:/var/lib/traces}. Stores of
         * other kinds come with their own artifact.
         */
        Builder store(String uri);

        /** Uses this store, which the caller closes. */
        Builder store(TraceStore store);

        /**
         * Forgets traces that started longer than this before the newest trace of their agent. Time is that of the traces,
         * not of the clock: old recordings can be ingested today. A trace dated in the future moves nothing.
         */
        Builder retention(Duration retention);

        /** Sets the retention by age, by number and by size. */
        Builder retention(Retention retention);

        /** Keeps only some of the ordinary runs, where there are very many; {@link Sampling#none()} unless told otherwise. */
        Builder sampling(Sampling sampling);

        /**
         * Opens the store to read only, while another process may write to it. What would change it throws
         * {@link TraceStore.Problem#READ_ONLY}, and a store that is not there is {@link TraceStore.Problem#MISSING}.
         */
        Builder readOnly();

        /** How often a structure must occur to be a pattern; 1 or more. */
        Builder minPatternFrequency(int occurrences);

        /** The quality that {@link Curation} prefers in a case unless told otherwise; 0 to 1. */
        Builder minQuality(double quality);

        /** Says what is redacted and how; {@link Redaction#balanced()} unless told otherwise. */
        Builder redaction(Redaction redaction);

        /**
         * Adds a redactor that runs after the built-in ones; may be called several times. It has five seconds for a text; a
         * text that it fails on is replaced as a whole and counted.
         */
        Builder redactor(Redactor redactor);

        /** The same as {@link Redaction#none()}: turns the built-in redaction off. Secrets and personal data will reach the disk. */
        Builder withoutRedaction();

        /** Replaces the clock that dates recorded traces. */
        Builder clock(Clock clock);

        /**
         * Notes with each recorded call of an agent how many bytes its thread allocated, as the attribute {@code
         * arceval.allocated_bytes}, and how long the JVM collected garbage meanwhile, as {@code arceval.gc_millis}. Costs
         * about a microsecond a call.
         */
        Builder withResources();

        /**
         * Makes what is recorded part of the application's own traces. Unless told otherwise, the one on the class path is
         * used, such as that of {@code arc-eval-opentelemetry}.
         */
        Builder context(TraceContext context);

        /** The seed of everything that chooses; the same seed and traces give the same dataset. */
        Builder seed(long seed);

        /** How many recorded traces may wait to be stored; further ones are dropped and counted. */
        Builder queueCapacity(int traces);

        /**
         * Takes the prices of models from this file, before those that come with the library. Model calls that state no
         * cost get the one that follows from their tokens, and say so in the attribute {@code arceval.cost.price}; without
         * a known price for each of them, a trace gets none.
         *
         * <p>A line a price, in US dollars per million tokens: {@code
         * provider,model,input,cached,cacheWrite,output,upTo,source,date}.
         *
         * @throws IllegalArgumentException if the file is not there or a line is no price
         */
        Builder prices(Path file);

        /** Sets the price of a model, in US dollars per million tokens of input and of output, whoever sells it. */
        Builder price(String model, double inputUsd, double outputUsd);

        /**
         * Fills options that are not set in code from system properties, then from the environment. Order of calls does
         * not matter: code wins over property over environment over default.
         *
         * <table>
         * <caption>Names</caption>
         * <tr><th>environment</th><th>system property</th><th>option</th></tr>
         * <tr><td>{@code TRACE_RETENTION_DAYS}</td><td>{@code arceval.retention.days}</td>
         *     <td>{@link #retention}, whole days from 1 to 36500</td></tr>
         * <tr><td>{@code MIN_PATTERN_FREQUENCY}</td><td>{@code arceval.min.pattern.frequency}</td>
         *     <td>{@link #minPatternFrequency}</td></tr>
         * <tr><td>{@code MIN_QUALITY_SCORE}</td><td>{@code arceval.min.quality.score}</td>
         *     <td>{@link #minQuality}</td></tr>
         * <tr><td>{@code ARC_EVAL_STORE}</td><td>{@code arceval.store}</td>
         *     <td>{@link #store(String)}, or a directory</td></tr>
         * <tr><td>{@code ARC_EVAL_REDACTION}</td><td>{@code arceval.redaction}</td>
         *     <td>{@link #redaction}: {@code balanced}, {@code strict} or {@code none}</td></tr>
         * <tr><td>{@code ARC_EVAL_REDACTION_RULES}</td><td>{@code arceval.redaction.rules}</td>
         *     <td>a file of rules for {@link Redaction#rules}</td></tr>
         * <tr><td>{@code ARC_EVAL_PRICES}</td><td>{@code arceval.prices}</td>
         *     <td>a file for {@link #prices}</td></tr>
         * <tr><td>{@code ARC_EVAL_SEED}</td><td>{@code arceval.seed}</td><td>{@link #seed}</td></tr>
         * </table>
         */
        Builder fromEnvironment();

        /**
         * Opens the recycler.
         *
         * @throws IllegalArgumentException if an option is out of range; the message names it
         * @throws TraceStore.TraceStoreException if the store cannot be opened
         */
        TraceRecycler build();
    }
}
