package dev.arceval.core.report;

import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReview;
import java.util.Collection;

/** Pattern reports in every format. */
public final class PatternReports {

    private PatternReports() {}

    public static String text(PatternReport report, Collection<PatternReview> reviews) {
        return PatternPage.of(report, reviews).text();
    }

    public static String markdown(PatternReport report, Collection<PatternReview> reviews) {
        return MarkdownReports.of(PatternPage.of(report, reviews));
    }

    public static String html(PatternReport report, Collection<PatternReview> reviews) {
        return HtmlReports.of(PatternPage.of(report, reviews));
    }

    /** Returns all of it as one object; reviews stand beside the patterns, which none of them hides. */
    public static String json(PatternReport report, Collection<PatternReview> reviews) {
        return JsonReports.write(PatternJson.of(report, reviews));
    }

    public static String text(PatternComparison comparison) {
        return PatternPage.of(comparison).text();
    }

    public static String markdown(PatternComparison comparison) {
        return MarkdownReports.of(PatternPage.of(comparison));
    }

    public static String html(PatternComparison comparison) {
        return HtmlReports.of(PatternPage.of(comparison));
    }

    public static String json(PatternComparison comparison) {
        return JsonReports.write(PatternJson.of(comparison));
    }
}
