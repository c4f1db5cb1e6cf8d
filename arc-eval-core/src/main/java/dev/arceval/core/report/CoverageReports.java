package dev.arceval.core.report;

import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.CoverageReport.Part;
import dev.arceval.eval.CoverageReport.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Coverage in every format. */
public final class CoverageReports {

    private CoverageReports() {}

    public static String text(CoverageReport report) {
        return page(report).text();
    }

    public static String markdown(CoverageReport report) {
        return MarkdownReports.of(page(report));
    }

    public static String html(CoverageReport report) {
        return HtmlReports.of(page(report));
    }

    /** Returns one test case for each part, failed if it is below what was asked for. */
    public static String junit(CoverageReport report) {
        return JunitReports.of(report, page(report).answer());
    }

    /** Returns all of it as one object. */
    public static String json(CoverageReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("dataset", report.dataset());
        json.put("passed", report.passed());
        json.put("minimum", report.minimum());
        json.put("required", report.required().stream().map(Part::name).toList());
        json.put("cases", report.cases());
        json.put("runs", report.runs());
        json.put("shares", report.shares().stream().map(CoverageReports::json).toList());
        json.put("gaps", report.gaps().stream().map(CoverageReports::json).toList());
        json.put(
                "additions",
                report.additions().stream().map(CoverageReports::json).toList());
        json.put("notes", report.notes());
        return JsonReports.write(json);
    }

    private static Map<String, @Nullable Object> json(Share share) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("part", share.part().name());
        json.put("share", boxed(share.value()));
        json.put("coveredKinds", share.coveredKinds());
        json.put("kinds", share.kinds());
        json.put("covered", share.covered());
        json.put("occurrences", share.occurrences());
        return json;
    }

    private static Map<String, @Nullable Object> json(CoverageReport.Gap gap) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("part", gap.part().name());
        json.put("name", gap.name());
        json.put("runs", gap.runs());
        json.put("exampleTraceId", gap.exampleTraceId());
        return json;
    }

    private static Map<String, @Nullable Object> json(CoverageReport.Addition addition) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("traceId", addition.traceId());
        json.put("agent", addition.agent());
        json.put("gain", addition.gain());
        json.put("trafficAfter", addition.trafficAfter());
        json.put("adds", addition.adds());
        json.put("more", addition.more());
        return json;
    }

    private static Page page(CoverageReport report) {
        List<Page.Row> shares = new ArrayList<>();
        for (Share share : report.shares()) {
            shares.add(Page.Row.of(
                    report.minimum() == null || !report.required().contains(share.part())
                            ? Page.Tone.OPEN
                            : report.passed(share) ? Page.Tone.GOOD : Page.Tone.BAD,
                    name(share.part()),
                    Figures.percent(boxed(share.value())),
                    Figures.count(share.covered()) + " of " + Figures.count(share.occurrences()),
                    Figures.count(share.coveredKinds()) + " of " + Figures.count(share.kinds()),
                    meaning(share.part())));
        }
        List<Page.Row> gaps = report.gaps().stream()
                .map(gap -> Page.Row.of(
                        Page.Tone.OPEN,
                        name(gap.part()),
                        gap.name(),
                        Figures.count(gap.runs()),
                        gap.example().orElse(Figures.ABSENT)))
                .toList();
        List<Page.Row> additions = report.additions().stream()
                .map(addition -> Page.Row.of(
                        Page.Tone.OPEN,
                        addition.traceId(),
                        addition.agent(),
                        String.format(Locale.ROOT, "+%.2f points", addition.gain() * 100),
                        Figures.percent(addition.trafficAfter()),
                        String.join(", ", addition.adds())
                                + (addition.more() == 0 ? "" : ", and " + addition.more() + " more")))
                .toList();
        return new Page(
                "Coverage",
                report.minimum() == null ? Page.Tone.OPEN : report.passed() ? Page.Tone.GOOD : Page.Tone.BAD,
                answer(report),
                List.of(
                        new Page.Table(
                                "Covered",
                                "lrrrl",
                                List.of("part", "share", "occurrences", "different ones", "what counts"),
                                shares),
                        new Page.Table(
                                "Traces that would add most, each after those above it",
                                "llrrl",
                                List.of("trace", "agent", "gain", "traffic then", "adds"),
                                additions),
                        new Page.Table("Not covered", "llrl", List.of("part", "what", "runs", "example trace"), gaps)),
                report.notes());
    }

    private static String answer(CoverageReport report) {
        String what = "dataset " + report.dataset() + " (" + Figures.count(report.cases(), "case") + ")";
        if (report.runs() == 0) {
            return "NOTHING TO COVER: there are no runs to hold " + what + " against.";
        }
        String traffic = what + " covers all that "
                + Figures.percent(boxed(report.share(Part.TRAFFIC).value())) + " of "
                + Figures.count(report.runs(), "run") + " did";
        if (report.minimum() == null) {
            return "COVERAGE: " + traffic + ".";
        }
        String missed = report.shares().stream()
                .filter(share -> !report.passed(share))
                .map(share -> name(share.part()) + " " + Figures.percent(boxed(share.value())))
                .collect(Collectors.joining(", "));
        return report.passed()
                ? "COVERED: " + traffic + "; " + Figures.percent(report.minimum()) + " of each part was asked for."
                : "NOT COVERED: " + missed + " of the " + Figures.percent(report.minimum()) + " asked for; " + traffic
                        + ".";
    }

    static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static String meaning(Part part) {
        return switch (part) {
            case TRAFFIC -> "runs whose tools, steps in a row and errors are all covered";
            case STRUCTURES -> "runs of a pattern that a case has";
            case EDGES -> "one step directly after another";
            case TOOLS -> "tools called";
            case ERRORS -> "errors by type and message";
        };
    }

    static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
