package dev.arceval.core.ingest.format;

import dev.arceval.core.ingest.RecordSpans;
import dev.arceval.core.ingest.Times;
import dev.arceval.trace.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What OpenTelemetry's words and numbers mean, in the spellings of those who write them down. */
final class Words {

    /** Said once a record whose steps carry no times. */
    static final String NO_TIMES = "steps without times kept in the order of the record";

    private static final String NO_TIME = "time that cannot be read taken as unknown";
    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    private Words() {}

    /** Returns OTLP's number for {@code SPAN_KIND_SERVER}, {@code SpanKind.SERVER}, {@code Server} or 2. */
    static int spanKind(Node kind) {
        Long number = kind.count();
        if (number != null) {
            return (int) Math.min(Integer.MAX_VALUE, number);
        }
        String word = afterLast(kind.text("").toLowerCase(Locale.ROOT).replace("span_kind_", ""), '.');
        return Math.max(0, KINDS.indexOf(word));
    }

    /** Returns the status {@code STATUS_CODE_ERROR}, {@code StatusCode.ERROR}, {@code Error} or 2 stands for. */
    static Span.Status status(Node code) {
        String word = afterLast(code.text("").toLowerCase(Locale.ROOT).replace("status_code_", ""), '.');
        return switch (word) {
            case "1", "ok", "success" -> Span.Status.OK;
            case "2", "error", "failed", "failure" -> Span.Status.ERROR;
            default -> Span.Status.UNSET;
        };
    }

    /** Returns a time; one that is none counts as a repair and becomes unknown. */
    static long time(Node time, RecordSpans spans) {
        return known(time.nanos(), spans);
    }

    /** Returns a number of {@code nanos} units since 1970. */
    static long time(Node time, long nanos, RecordSpans spans) {
        long units = time.units(nanos);
        if (units == 0 && time.exists() && (time.number() == null || time.number() != 0)) {
            spans.repaired(NO_TIME);
        }
        return units;
    }

    private static long known(long nanos, RecordSpans spans) {
        if (nanos == Times.NONE) {
            spans.repaired(NO_TIME);
            return 0;
        }
        return nanos;
    }

    /** Returns when something ended that began at {@code start}; 0 if either is not known. */
    static long end(long start, long duration) {
        long end = start + duration;
        return start == 0 || duration < 0 || end < start ? 0 : end;
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String afterLast(String text, char separator) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }
}
