package dev.arceval;

import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReview;
import dev.arceval.eval.Report;
import dev.arceval.eval.StepGraph;
import dev.arceval.eval.TracePattern;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.IngestReport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Renders results: text for a person at a terminal, JSON for a program. The same result always gives the same bytes.
 *
 * @since 0.1
 */
public final class Reports {

    private Reports() {}

    /** Returns the report as text for a terminal; its first line is the answer. */
    public static String text(Report report) {
        return render(report, Format.TEXT);
    }

    /** Returns the report as one JSON object. */
    public static String json(Report report) {
        return render(report, Format.JSON);
    }

    /** Returns the report as Markdown for a pull request; its heading is the answer. */
    public static String markdown(Report report) {
        return render(report, Format.MARKDOWN);
    }

    /**
     * Returns the report as one HTML page with plots. It needs nothing but itself: no script, no request, so it can be kept as a
     * build artifact and sent around. Recorded text is escaped.
     */
    public static String html(Report report) {
        return render(report, Format.HTML);
    }

    /** Returns the report as JUnit XML: one test case for each finding, regressions as failures. */
    public static String junit(Report report) {
        return render(report, Format.JUNIT);
    }

    /** Returns the report in a format. */
    public static String render(Report report, Format format) {
        return renderer().render(report, format);
    }

    /**
     * Writes the report to a file, replacing it in one step; the name's end says the format: {@code .html}, {@code .md},
     * {@code .xml} for JUnit, {@code .json}, {@code .txt}.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws ArcEvalException if the file cannot be written
     */
    public static void write(Report report, Path file) {
        renderer().write(report, Format.of(file), file);
    }

    /** How a report is shown. */
    public enum Format {
        TEXT("txt"),
        JSON("json"),
        MARKDOWN("md"),
        HTML("html"),
        JUNIT("xml");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        /**
         * Returns the format that a file's name asks for.
         *
         * @throws IllegalArgumentException if it asks for none
         */
        public static Format of(Path file) {
            for (Format format : values()) {
                if (file.toString().endsWith("." + format.extension)) {
                    return format;
                }
            }
            throw new IllegalArgumentException("a report's name must end in .html, .md, .xml, .json or .txt: " + file);
        }
    }

    /** Returns the patterns as a table. */
    public static String text(List<TracePattern> patterns) {
        return renderer().text(patterns);
    }

    /** Returns the patterns as one JSON object. */
    public static String json(List<TracePattern> patterns) {
        return renderer().json(patterns);
    }

    /**
     * Returns the report in a format other than JUnit.
     *
     * @param reviews what people said: names are shown, archived patterns are left out except in JSON
     */
    public static String render(PatternReport report, Collection<PatternReview> reviews, Format format) {
        return renderer().render(report, reviews, format);
    }

    /** Writes the report to a file as {@link #write(Report, Path)} does. */
    public static void write(PatternReport report, Collection<PatternReview> reviews, Path file) {
        renderer().write(render(report, reviews, Format.of(file)), file);
    }

    /** Returns the coverage in a format; in JUnit each part is a test case that fails below what was asked for. */
    public static String render(CoverageReport report, Format format) {
        return renderer().render(report, format);
    }

    /** Writes the coverage to a file as {@link #write(Report, Path)} does. */
    public static void write(CoverageReport report, Path file) {
        renderer().write(render(report, Format.of(file)), file);
    }

    /** Returns the comparison in a format other than JUnit. */
    public static String render(PatternComparison comparison, Format format) {
        return renderer().render(comparison, format);
    }

    /** Writes the comparison to a file as {@link #write(Report, Path)} does. */
    public static void write(PatternComparison comparison, Path file) {
        renderer().write(render(comparison, Format.of(file)), file);
    }

    /**
     * Returns the graph in a format. A drawing shows the most frequent steps and ways and says how many it leaves out; JSON and
     * GraphML hold all.
     */
    public static String render(StepGraph graph, GraphFormat format) {
        return renderer().render(graph, format);
    }

    /**
     * Writes the graph to a file, replacing it in one step; the name's end says the format.
     *
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws ArcEvalException if the file cannot be written
     */
    public static void write(StepGraph graph, Path file) {
        renderer().write(render(graph, GraphFormat.of(file)), file);
    }

    /** How a graph is shown. */
    public enum GraphFormat {
        JSON("json"),
        /** For graph tools such as Gephi and yEd. */
        GRAPHML("graphml"),
        /** For Markdown pages. */
        MERMAID("mmd"),
        SVG("svg");

        private final String extension;

        GraphFormat(String extension) {
            this.extension = extension;
        }

        /**
         * Returns the format that a file's name asks for.
         *
         * @throws IllegalArgumentException if it asks for none
         */
        public static GraphFormat of(Path file) {
            for (GraphFormat format : values()) {
                if (file.toString().endsWith("." + format.extension)) {
                    return format;
                }
            }
            throw new IllegalArgumentException("a graph's name must end in .json, .graphml, .mmd or .svg: " + file);
        }
    }

    /** Returns the report as text; its first line says what was taken in. */
    public static String text(IngestReport report) {
        return renderer().text(report);
    }

    /** Returns the report as one JSON object. */
    public static String json(IngestReport report) {
        return renderer().json(report);
    }

    /** Returns what a suite notices as text; its first line is the score, then come the changes nobody noticed. */
    public static String text(MutationReport report) {
        return renderer().text(report);
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

        String render(Report report, Format format);

        void write(Report report, Format format, Path file);

        String render(PatternReport report, Collection<PatternReview> reviews, Format format);

        String render(CoverageReport report, Format format);

        String render(PatternComparison comparison, Format format);

        String render(StepGraph graph, GraphFormat format);

        void write(String content, Path file);

        String text(List<TracePattern> patterns);

        String json(List<TracePattern> patterns);

        String text(IngestReport report);

        String json(IngestReport report);

        String text(MutationReport report);

        String text(Diagnosis diagnosis);

        String json(Diagnosis diagnosis);
    }
}
