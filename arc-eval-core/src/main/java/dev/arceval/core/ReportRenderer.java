package dev.arceval.core;

import dev.arceval.Reports;
import dev.arceval.core.report.CoverageReports;
import dev.arceval.core.report.GraphDrawing;
import dev.arceval.core.report.GraphFiles;
import dev.arceval.core.report.HtmlReports;
import dev.arceval.core.report.JsonReports;
import dev.arceval.core.report.JunitReports;
import dev.arceval.core.report.MarkdownReports;
import dev.arceval.core.report.PatternReports;
import dev.arceval.core.report.TextReports;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The door to the reports. */
final class ReportRenderer implements Reports.Renderer {

    @Override
    public String render(Report report, Reports.Format format) {
        return switch (format) {
            case TEXT -> TextReports.of(report);
            case JSON -> JsonReports.of(report);
            case MARKDOWN -> MarkdownReports.of(report);
            case HTML -> HtmlReports.of(report);
            case JUNIT -> JunitReports.of(report);
        };
    }

    @Override
    public void write(Report report, Reports.Format format, Path file) {
        write(render(report, format), file);
    }

    @Override
    public void write(String text, Path file) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, out -> out.write(content));
    }

    @Override
    public String render(PatternReport report, Collection<PatternReview> reviews, Reports.Format format) {
        return switch (format) {
            case TEXT -> PatternReports.text(report, reviews);
            case JSON -> PatternReports.json(report, reviews);
            case MARKDOWN -> PatternReports.markdown(report, reviews);
            case HTML -> PatternReports.html(report, reviews);
            case JUNIT -> throw noTest();
        };
    }

    @Override
    public String render(CoverageReport report, Reports.Format format) {
        return switch (format) {
            case TEXT -> CoverageReports.text(report);
            case JSON -> CoverageReports.json(report);
            case MARKDOWN -> CoverageReports.markdown(report);
            case HTML -> CoverageReports.html(report);
            case JUNIT -> CoverageReports.junit(report);
        };
    }

    @Override
    public String render(PatternComparison comparison, Reports.Format format) {
        return switch (format) {
            case TEXT -> PatternReports.text(comparison);
            case JSON -> PatternReports.json(comparison);
            case MARKDOWN -> PatternReports.markdown(comparison);
            case HTML -> PatternReports.html(comparison);
            case JUNIT -> throw noTest();
        };
    }

    private static IllegalArgumentException noTest() {
        return new IllegalArgumentException("patterns are no tests: write them as .html, .md, .json or .txt");
    }

    @Override
    public String render(StepGraph graph, Reports.GraphFormat format) {
        return switch (format) {
            case JSON -> GraphFiles.json(graph);
            case GRAPHML -> GraphFiles.graphMl(graph);
            case MERMAID -> GraphFiles.mermaid(graph);
            case SVG -> GraphDrawing.file(graph);
        };
    }

    @Override
    public String text(List<TracePattern> patterns) {
        return TextReports.of(patterns);
    }

    @Override
    public String json(List<TracePattern> patterns) {
        return JsonReports.of(patterns);
    }

    @Override
    public String text(IngestReport report) {
        return TextReports.of(report);
    }

    @Override
    public String json(IngestReport report) {
        return JsonReports.of(report);
    }

    @Override
    public String text(MutationReport report) {
        return TextReports.of(report);
    }

    @Override
    public String text(Diagnosis diagnosis) {
        return TextReports.of(diagnosis);
    }

    @Override
    public String json(Diagnosis diagnosis) {
        return JsonReports.of(diagnosis);
    }
}
