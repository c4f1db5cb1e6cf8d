package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes numbers for people. What is absent is a dash. */
final class Figures {

    static final String ABSENT = "–";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 trace}, {@code 2,000 traces}. */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String ms(@Nullable Double ms) {
        if (ms == null) {
            return ABSENT;
        }
        if (ms >= 10_000) {
            return String.format(Locale.ROOT, "%,.1f s", ms / 1_000);
        }
        return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%,.0f ms", ms);
    }

    static String percent(@Nullable Double share) {
        return share == null ? ABSENT : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    static String p(@Nullable Double p) {
        if (p == null) {
            return ABSENT;
        }
        return p < .001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    static String date(Instant instant) {
        return MINUTE.format(instant);
    }

    /** A metric's value in its own unit. */
    static String value(Finding finding, @Nullable Double value) {
        return finding.metric().equals("latency") ? ms(value) : percent(value);
    }

    /** A change with its sign: per cent for a ratio, points for a difference of shares. */
    static String change(Finding.Scale scale, @Nullable Double effect) {
        if (effect == null) {
            return ABSENT;
        }
        double percent = (scale == Finding.Scale.RATIO ? effect - 1 : effect) * 100;
        String unit = scale == Finding.Scale.RATIO ? "%" : "points";
        // Minus zero would print as "-0.0".
        String number = String.format(Locale.ROOT, "%+,.1f", percent);
        return (number.equals("-0.0") ? "+0.0" : number) + " " + unit;
    }

    static String interval(Finding finding) {
        Finding.Interval interval = finding.interval();
        return interval == null
                ? ABSENT
                : change(finding.scale(), interval.low()) + " … " + change(finding.scale(), interval.high());
    }
}
