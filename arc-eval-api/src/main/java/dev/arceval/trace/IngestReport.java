package dev.arceval.trace;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an ingest did: nothing is lost without being counted here.
 *
 * @param files one per file, in the order given
 * @param totals the sum over all files
 * @since 0.1
 */
public record IngestReport(List<Source> files, Counts totals) {

    /** How many rejections of one file are listed; all are counted. */
    public static final int LISTED_REJECTIONS = 1_000;

    public IngestReport {
        files = List.copyOf(files);
    }

    /** Returns the report over these files. */
    public static IngestReport of(List<Source> files) {
        Counts totals = Counts.none();
        for (Source source : files) {
            totals = totals.plus(source.counts());
        }
        return new IngestReport(files, totals);
    }

    /** Returns what the traces carry and lack, agent by agent, over all files. */
    public Diagnosis diagnosis() {
        return files.stream().map(Source::diagnosis).reduce(Diagnosis.none(), Diagnosis::plus);
    }

    /**
     * One file or stream.
     *
     * @param file its name as given
     * @param format how it was read, such as {@code otlp-json}; {@code unknown} if it could not be
     * @param counts what came of it
     * @param rejections records that could not be read, in order, at most {@link #LISTED_REJECTIONS}
     * @param diagnosis what the traces that were added carry and lack
     */
    public record Source(String file, String format, Counts counts, List<Rejection> rejections, Diagnosis diagnosis) {

        public Source {
            rejections = List.copyOf(rejections);
        }
    }

    /**
     * A record that could not be read.
     *
     * @param line where it stands, counted from 1; 0 for the file as a whole
     * @param reason what is wrong
     */
    public record Rejection(long line, String reason) {}

    /** Content that runs lack, and so what cannot be done with them. */
    public enum Missing {
        /** No input: the run cannot become a case. */
        INPUT,
        /** No answer: the run cannot say what is expected. */
        OUTPUT,
        /** A tool call without result: the run cannot be replayed without calling the tool. */
        TOOL_RESULTS,
        /** No token counts: no cost. */
        TOKENS,
        /** No times: no latency. */
        TIMES
    }

    /**
     * Figures of an ingest.
     *
     * @param traces traces added
     * @param spans spans of the traces added or completed
     * @param duplicates traces that were known already
     * @param merged traces that were known and got further spans
     * @param expired traces older than the retention, counted back from the newest trace of their agent; not kept
     * @param sampledOut traces that were left out because others stand for them; see {@link Sampling}
     * @param rejected records that could not be read
     * @param repaired what was mended while a record was kept, by kind
     * @param redacted texts in which something was replaced
     * @param redactionFailures texts that a redactor failed on; a placeholder is kept instead of each
     * @param missing how many of the added traces lack a kind of content
     */
    public record Counts(
            long traces,
            long spans,
            long duplicates,
            long merged,
            long expired,
            long sampledOut,
            long rejected,
            Map<String, Long> repaired,
            long redacted,
            long redactionFailures,
            Map<Missing, Long> missing) {

        private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, Map.of());

        public Counts {
            repaired = Collections.unmodifiableMap(new TreeMap<>(repaired));
            Map<Missing, Long> ordered = new EnumMap<>(Missing.class);
            ordered.putAll(missing);
            missing = Collections.unmodifiableMap(ordered);
        }

        /** Returns the counts of nothing. */
        public static Counts none() {
            return NONE;
        }

        public Counts plus(Counts other) {
            Map<String, Long> repairs = new TreeMap<>(repaired);
            other.repaired.forEach((kind, count) -> repairs.merge(kind, count, Long::sum));
            Map<Missing, Long> lacks = new TreeMap<>(missing);
            other.missing.forEach((kind, count) -> lacks.merge(kind, count, Long::sum));
            return new Counts(
                    traces + other.traces,
                    spans + other.spans,
                    duplicates + other.duplicates,
                    merged + other.merged,
                    expired + other.expired,
                    sampledOut + other.sampledOut,
                    rejected + other.rejected,
                    repairs,
                    redacted + other.redacted,
                    redactionFailures + other.redactionFailures,
                    lacks);
        }
    }
}
