package dev.arceval.core.report;

import dev.arceval.eval.Finding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes numbers for people. What is absent is a dash. */
final class Figures {

    static final String ABSENT = "–";

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Set<String> KNOWN = Set.of(
            "latency", "cost", "tokens", "length", "quality", "tools", "errors", "aborts", "slow", "paths", "passk");

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

    /** A metric's value in its own unit; a share of runs can stand among those of length. */
    static String value(Finding finding, @Nullable Double value) {
        if (finding.metric().equals("length") && finding.scale() == Finding.Scale.DIFFERENCE) {
            return percent(value);
        }
        return value(isPerRun(finding) ? "tools" : finding.metric(), value);
    }

    /** A metric's value in its own unit; that of a metric nobody knows as a plain number. */
    static String value(String metric, @Nullable Double value) {
        if (value == null) {
            return ABSENT;
        }
        return switch (kind(metric)) {
            case "latency" -> ms(value);
            case "cost" -> String.format(Locale.ROOT, value < 0.01 ? "$%.3g" : "$%,.3f", value);
            case "tokens", "length" -> String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
            case "quality" -> String.format(Locale.ROOT, "%.3f", value);
            case "tools" -> String.format(Locale.ROOT, "%.2f", value);
            case "errors", "aborts", "slow", "paths", "passk" -> percent(value);
            default -> String.format(Locale.ROOT, Math.abs(value) >= 1_000 ? "%,.0f" : "%.4g", value);
        };
    }

    /** A change with its sign: per cent for a ratio, points for a difference of shares, else in the metric's unit. */
    static String change(Finding finding, @Nullable Double effect) {
        if (effect == null) {
            return ABSENT;
        }
        return change(isPerRun(finding) ? "tools" : finding.metric(), finding.scale(), effect);
    }

    /** A step can be taken several times a run, which is no percentage. */
    private static boolean isPerRun(Finding finding) {
        return finding.metric().equals("paths");
    }

    /** A change of a metric. */
    static String change(String metric, Finding.Scale scale, @Nullable Double effect) {
        if (effect == null) {
            return ABSENT;
        }
        if (scale == Finding.Scale.RATIO) {
            return signed("%+,.1f", (effect - 1) * 100) + " %";
        }
        return switch (kind(metric)) {
            case "quality", "tools" -> signed("%+,.3f", effect);
            default -> signed("%+,.1f", effect * 100) + " points";
        };
    }

    /** Whether a metric has a unit of its own here. */
    static boolean isKnown(String metric) {
        return KNOWN.contains(kind(metric));
    }

    private static String kind(String metric) {
        int colon = metric.indexOf(':');
        return colon < 0 ? metric : metric.substring(0, colon);
    }

    /** Minus zero would print with its sign. */
    private static String signed(String format, double number) {
        String text = String.format(Locale.ROOT, format, number);
        return text.matches("-[0.]+") ? "+" + text.substring(1) : text;
    }

    /** Both ends in the unit of the change, which stands once. */
    static String interval(Finding finding) {
        Finding.Interval interval = finding.interval();
        if (interval == null) {
            return ABSENT;
        }
        return bare(change(finding, interval.low())) + " … " + change(finding, interval.high());
    }

    /** Both ends without their unit, beside a change that shows it. */
    static String bounds(Finding finding) {
        Finding.Interval interval = finding.interval();
        return interval == null
                ? ABSENT
                : bare(change(finding, interval.low())) + " … " + bare(change(finding, interval.high()));
    }

    private static String bare(String change) {
        int unit = change.indexOf(' ');
        return unit < 0 ? change : change.substring(0, unit);
    }
}
