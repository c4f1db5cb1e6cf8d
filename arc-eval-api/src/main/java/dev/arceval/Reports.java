package dev.arceval;

import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import java.util.List;

/**
 * Renders results: text for a person at a terminal, JSON for a program. The same result always gives the same bytes.
 *
 * @since 0.1
 */
public final class Reports {

    private Reports() {}

    /** Returns the report as text; its first line is the answer. */
    public static String text(RegressionReport report) {
        return renderer().text(report);
    }

    /** Returns the report as one JSON object. */
    public static String json(RegressionReport report) {
        return renderer().json(report);
    }

    /** Returns the patterns as a table. */
    public static String text(List<TracePattern> patterns) {
        return renderer().text(patterns);
    }

    /** Returns the patterns as one JSON object. */
    public static String json(List<TracePattern> patterns) {
        return renderer().json(patterns);
    }

    /** Returns the report as text; its first line says what was taken in. */
    public static String text(IngestReport report) {
        return renderer().text(report);
    }

    /** Returns the report as one JSON object. */
    public static String json(IngestReport report) {
        return renderer().json(report);
    }

    /** Returns the run as text; its first line says how many cases passed. */
    public static String text(ReplayRun run) {
        return renderer().text(run);
    }

    /** Returns the diagnosis as text; its first line says how many agents can be replayed. */
    public static String text(Diagnosis diagnosis) {
        return renderer().text(diagnosis);
    }

    /** Returns the diagnosis as one JSON object. */
    public static String json(Diagnosis diagnosis) {
        return renderer().json(diagnosis);
    }

    private static Renderer renderer() {
        return Implementation.get().renderer();
    }

    /** What the implementation provides. Users call the methods of {@link Reports}. */
    public interface Renderer {

        String text(RegressionReport report);

        String json(RegressionReport report);

        String text(List<TracePattern> patterns);

        String json(List<TracePattern> patterns);

        String text(IngestReport report);

        String json(IngestReport report);

        String text(ReplayRun run);

        String text(Diagnosis diagnosis);

        String json(Diagnosis diagnosis);
    }
}
