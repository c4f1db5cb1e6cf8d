package dev.arceval.cli;

import dev.arceval.eval.Calibration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is said about a comparison measured on the user's own runs. */
final class CalibrationText {

    private static final Set<String> RATIOS = Set.of("latency", "cost", "tokens", "length");

    private CalibrationText() {}

    static String of(Calibration calibration) {
        String line = String.format(
                Locale.ROOT,
                "\nMeasured on %,d runs of the baseline: %d of %d splits into halves alarm falsely (%.1f %%, 95 %% interval"
                        + " %.1f … %.1f %%).\n",
                calibration.runs(),
                calibration.alarms(),
                calibration.splits(),
                100 * calibration.falseAlarmRate(),
                100 * calibration.low(),
                100 * calibration.high());
        if (calibration.detectable().isEmpty()) {
            return line;
        }
        return line + "Smallest change found with 80 % probability by halves of this size: "
                + calibration.detectable().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + change(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "))
                + ".\n";
    }

    private static String change(String metric, double least) {
        return RATIOS.contains(metric)
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * (least - 1))
                : String.format(Locale.ROOT, "%+.1f points", 100 * least);
    }
}
