package dev.arceval.core;

import dev.arceval.core.doctor.TraceDoctor;
import dev.arceval.spi.TraceStore;
import dev.arceval.trace.IngestReport;
import dev.arceval.trace.IngestReport.Missing;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what becomes of one source while it is read. Not thread-safe. */
final class IngestTally {

    private final String source;
    private final List<IngestReport.Rejection> rejections = new ArrayList<>();
    private final Map<String, Long> repaired = new TreeMap<>();
    private final Map<Missing, Long> missing = new EnumMap<>(Missing.class);
    private final TraceDoctor doctor = new TraceDoctor();
    private String format = "unknown";
    private long traces;
    private long spans;
    private long duplicates;
    private long merged;
    private long expired;
    private long rejected;
    private long redacted;
    private long redactionFailures;
    private long sampledOut;

    IngestTally(String source) {
        this.source = source;
    }

    void format(String name) {
        format = name;
    }

    void rejected(long line, String reason) {
        rejected++;
        if (rejections.size() < IngestReport.LISTED_REJECTIONS) {
            rejections.add(new IngestReport.Rejection(line, reason));
        }
    }

    void repaired(String repair) {
        repaired.merge(repair, 1L, Long::sum);
    }

    void redacted(Intake.Redacted trace) {
        redacted += trace.texts();
        redactionFailures += trace.failures();
    }

    void expired(long count) {
        expired += count;
    }

    void sampledOut() {
        sampledOut++;
    }

    void stored(Trace trace, TraceStore.Appended appended) {
        spans += appended.newSpans();
        switch (appended.effect()) {
            case ADDED -> {
                traces++;
                countMissing(trace);
                doctor.see(trace);
            }
            case MERGED -> merged++;
            case DUPLICATE -> duplicates++;
        }
    }

    /**
     * Counts a trace that is read and not kept.
     *
     * @param agent the name of its agent as it may be shown
     */
    void examined(Trace trace, String agent) {
        traces++;
        spans += trace.spans().size();
        countMissing(trace);
        doctor.see(trace, agent);
    }

    IngestReport.Source report() {
        IngestReport.Counts counts = new IngestReport.Counts(
                traces,
                spans,
                duplicates,
                merged,
                expired,
                sampledOut,
                rejected,
                repaired,
                redacted,
                redactionFailures,
                missing);
        return new IngestReport.Source(source, format, counts, rejections, doctor.diagnosis());
    }

    private void countMissing(Trace trace) {
        count(Missing.INPUT, trace.input().isEmpty());
        // A run that failed has no answer to miss.
        count(Missing.OUTPUT, trace.output().isEmpty() && trace.outcome().label() == Outcome.Label.SUCCESS);
        boolean toolResults = false;
        boolean tokens = false;
        for (Span span : trace.spans()) {
            toolResults |= span.toolCall().filter(call -> !call.answerable()).isPresent();
            tokens |= modelCallWithoutTokens(span);
        }
        count(Missing.TOOL_RESULTS, toolResults);
        count(Missing.TOKENS, tokens);
        count(Missing.TIMES, trace.duration().isEmpty());
    }

    private void count(Missing kind, boolean lacks) {
        if (lacks) {
            missing.merge(kind, 1L, Long::sum);
        }
    }

    private static boolean modelCallWithoutTokens(Span span) {
        return span.kind() == Span.Kind.LLM && span.usage().totalTokens().isEmpty();
    }
}
