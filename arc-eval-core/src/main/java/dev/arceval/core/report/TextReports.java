package dev.arceval.core.report;

import dev.arceval.eval.MutationReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Report;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Results as text. The first line is the answer. */
public final class TextReports {

    private static final int LISTED_REJECTIONS = 10;
    private static final String TOOL_STEP = "execute_tool ";
    private static final int ERROR_WIDTH = 24;
    private static final int STEPS_WIDTH = 100;

    private static final Map<IngestReport.Missing, String> MISSING = Map.of(
            IngestReport.Missing.INPUT, "without input (needed to become a case)",
            IngestReport.Missing.OUTPUT, "without answer (needed to expect one)",
            IngestReport.Missing.TOOL_RESULTS, "with a tool call without result (needed to replay without the tools)",
            IngestReport.Missing.TOKENS, "with a model call without token counts (needed for cost)",
            IngestReport.Missing.TIMES, "without times (needed for latency)");

    private TextReports() {}

    /** Returns the report; its first line is the verdict and why. */
    public static String of(Report report) {
        return report instanceof RegressionReport regression
                ? RegressionText.of(regression)
                : Pages.of(report).text();
    }

    /** Returns the patterns as a table, in the order given. */
    public static String of(List<TracePattern> patterns) {
        if (patterns.isEmpty()) {
            return "No pattern: no structure occurs often enough.\n";
        }
        TextTable table =
                new TextTable("llrrrrll", "pattern", "kind", "runs", "failed", "p50", "p95", "errors", "steps");
        for (TracePattern pattern : patterns) {
            table.row(
                    pattern.id(),
                    kinds(pattern),
                    Figures.count(pattern.frequency()),
                    failed(pattern),
                    Figures.ms(pattern.durationMs().p50()),
                    Figures.ms(pattern.durationMs().p95()),
                    errors(pattern),
                    Printable.line(steps(pattern), STEPS_WIDTH));
        }
        return Figures.count(patterns.size(), "pattern") + ".\n\n" + table;
    }

    /** Returns the report; its first line says what was taken in. */
    public static String of(IngestReport report) {
        IngestReport.Counts totals = report.totals();
        StringBuilder text = new StringBuilder();
        text.append(Figures.count(totals.traces(), "trace"))
                .append(" with ")
                .append(Figures.count(totals.spans(), "span"))
                .append(" taken in from ")
                .append(Figures.count(report.files().size(), "source"))
                .append(details(totals))
                .append(".\n");
        report.files().forEach(file -> appendRejections(text, file));
        totals.repaired()
                .forEach((repair, count) -> text.append("- repaired ")
                        .append(Figures.count(count))
                        .append(" × ")
                        .append(Printable.line(repair))
                        .append('\n'));
        totals.missing()
                .forEach((missing, count) -> text.append("- ")
                        .append(Figures.count(count, "trace"))
                        .append(' ')
                        .append(MISSING.get(missing))
                        .append('\n'));
        return text.toString();
    }

    /** Returns what a suite notices; its first line is the score, then come the changes nobody noticed. */
    public static String of(MutationReport report) {
        return MutationText.of(report);
    }

    /** Returns the diagnosis; its first line says how many agents can be replayed. */
    public static String of(Diagnosis diagnosis) {
        return DiagnosisText.of(diagnosis);
    }

    private static String details(IngestReport.Counts totals) {
        StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (totals.duplicates() > 0) {
            details.add(Figures.count(totals.duplicates(), "duplicate"));
        }
        if (totals.merged() > 0) {
            details.add(Figures.count(totals.merged()) + " completed");
        }
        if (totals.expired() > 0) {
            details.add(Figures.count(totals.expired()) + " older than the retention and not kept");
        }
        if (totals.sampledOut() > 0) {
            details.add(Figures.count(totals.sampledOut()) + " left out by sampling");
        }
        if (totals.rejected() > 0) {
            details.add(Figures.count(totals.rejected(), "record") + " rejected");
        }
        if (totals.redacted() > 0) {
            details.add(Figures.count(totals.redacted(), "text") + " redacted");
        }
        if (totals.redactionFailures() > 0) {
            details.add(Figures.count(totals.redactionFailures(), "text") + " given up because redaction failed");
        }
        return details.toString();
    }

    private static void appendRejections(StringBuilder text, IngestReport.Source source) {
        source.rejections().stream()
                .limit(LISTED_REJECTIONS)
                .forEach(rejection -> text.append("- ")
                        .append(Printable.line(source.file()))
                        .append(rejection.line() == 0 ? "" : ":" + rejection.line())
                        .append(": ")
                        .append(Printable.line(rejection.reason()))
                        .append('\n'));
        long more = source.counts().rejected()
                - Math.min(LISTED_REJECTIONS, source.rejections().size());
        if (more > 0) {
            text.append("- ")
                    .append(Printable.line(source.file()))
                    .append(": and ")
                    .append(Figures.count(more))
                    .append(" more\n");
        }
    }

    private static String kinds(TracePattern pattern) {
        return pattern.kinds().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("+"));
    }

    /** The steps, each tool by its bare name. */
    private static String steps(TracePattern pattern) {
        return pattern.operations().stream()
                .map(operation -> operation.startsWith(TOOL_STEP) ? operation.substring(TOOL_STEP.length()) : operation)
                .collect(Collectors.joining(" › "));
    }

    /** The most frequent error, and how many other kinds there are. */
    private static String errors(TracePattern pattern) {
        return pattern.errorTypes().entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(most -> Printable.line(most.getKey(), ERROR_WIDTH) + " × " + Figures.count(most.getValue())
                        + (pattern.errorTypes().size() == 1
                                ? ""
                                : ", +" + (pattern.errorTypes().size() - 1)))
                .orElse("");
    }

    private static String failed(TracePattern pattern) {
        long known = pattern.successes() + pattern.failures();
        return known == 0 ? Figures.ABSENT : Figures.percent((double) pattern.failures() / known);
    }
}
