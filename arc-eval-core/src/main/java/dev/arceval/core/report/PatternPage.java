package dev.arceval.core.report;

import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReview;
import dev.arceval.eval.TracePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Patterns, and how they differ, as a page. */
final class PatternPage {

    private static final String TOOL_STEP = "execute_tool ";
    private static final int LONGEST_STEPS = 100;
    private static final int LONGEST_TEXT = 80;
    private static final int MOST_ROWS = 20;

    private PatternPage() {}

    static Page of(PatternReport report, Collection<PatternReview> reviews) {
        Map<String, PatternReview> byId = new LinkedHashMap<>();
        reviews.forEach(review -> byId.put(review.patternId(), review));
        List<String> notes = new ArrayList<>(report.notes());
        long archived = report.patterns().stream()
                .filter(pattern -> isArchived(pattern, byId))
                .count();
        if (archived > 0) {
            notes.add(Figures.count(archived, "archived pattern") + " not shown.");
        }
        List<Page.Section> sections = new ArrayList<>();
        sections.add(separators(report));
        sections.add(patterns(report, byId));
        sections.add(evidence(report, byId));
        sections.add(families(report, byId));
        sections.add(suspects(report));
        sections.add(errors(report));
        sections.add(toolPairs(report));
        if (!report.graph().nodes().isEmpty()) {
            sections.add(new Page.Graph("Steps and what follows them", report.graph()));
        }
        return new Page("Patterns", tone(report), answer(report), sections, notes);
    }

    static Page of(PatternComparison comparison) {
        List<Page.Row> rows = new ArrayList<>();
        for (PatternComparison.Change change : comparison.changes()) {
            rows.add(Page.Row.of(
                    tone(change.type()),
                    change.patternId(),
                    word(change.type()),
                    Figures.percent(change.baseline()),
                    Figures.percent(change.current()),
                    points(change.current() - change.baseline()) + " (" + points(change.low()) + " to "
                            + points(change.high()) + ")",
                    Figures.p(change.pAdjusted()),
                    Figures.count(change.baselineRuns()) + " / " + Figures.count(change.currentRuns()),
                    steps(change.operations())));
        }
        Page.Table table = new Page.Table(
                "Changes",
                "llrrrrrl",
                List.of("pattern", "change", "before", "now", "difference", "p", "runs", "steps"),
                rows);
        String answer = comparison.changes().isEmpty()
                ? "NO CHANGE SEEN: " + Figures.count(comparison.compared(), "pattern") + " compared"
                : Figures.count(comparison.changes().size(), "CHANGE") + ": of "
                        + Figures.count(comparison.compared(), "pattern") + " compared";
        return new Page(
                "Patterns compared",
                comparison.changes().isEmpty() ? Page.Tone.GOOD : Page.Tone.OPEN,
                answer + ", " + Figures.count(comparison.baselineRuns(), "run") + " before and "
                        + Figures.count(comparison.currentRuns()) + " now.",
                List.of(table),
                comparison.notes());
    }

    private static Page.Tone tone(PatternReport report) {
        return report.separators().isEmpty() ? Page.Tone.OPEN : Page.Tone.BAD;
    }

    private static Page.Tone tone(PatternComparison.Type type) {
        return switch (type) {
            case FAILS_MORE -> Page.Tone.BAD;
            case FAILS_LESS -> Page.Tone.GOOD;
            case NEW, VANISHED, MORE, LESS -> Page.Tone.OPEN;
        };
    }

    private static String answer(PatternReport report) {
        long recurring =
                report.patterns().stream().mapToLong(TracePattern::frequency).sum();
        return Figures.count(report.patterns().size(), "pattern") + ": " + Figures.count(recurring) + " of "
                + Figures.count(report.runs(), "run") + " recur, "
                + (report.separators().isEmpty()
                        ? "nothing is known to go with failing."
                        : Figures.count(report.separators().size(), "sequence") + " of steps "
                                + (report.separators().size() == 1 ? "goes" : "go") + " with failing.");
    }

    private static Page.Table separators(PatternReport report) {
        List<Page.Row> rows = report.separators().stream()
                .map(each -> Page.Row.of(
                        Page.Tone.BAD,
                        steps(each.steps()),
                        each.failed() + " of " + Figures.count(each.runs()),
                        each.otherFailed() + " of " + Figures.count(each.otherRuns()),
                        points(each.difference()) + " (" + points(each.low()) + " to " + points(each.high()) + ")",
                        Figures.p(each.pAdjusted()),
                        within(each),
                        each.exampleTraceIds().stream().findFirst().orElse("")))
                .toList();
        return new Page.Table(
                "Goes with failing",
                "lrrrrll",
                List.of("steps", "failed with it", "without", "difference", "p", "within the same task", "example"),
                rows);
    }

    private static String within(PatternReport.Separator separator) {
        return switch (separator.withinTask()) {
            case HOLDS -> "yes, " + Figures.count(separator.tasks(), "task");
            case DOES_NOT_HOLD -> "no, " + Figures.count(separator.tasks(), "task");
            case NOT_ENOUGH_DATA -> "not enough data";
        };
    }

    private static Page.Table patterns(PatternReport report, Map<String, PatternReview> reviews) {
        List<Page.Row> rows = report.patterns().stream()
                .filter(pattern -> !isArchived(pattern, reviews))
                .map(pattern -> row(pattern, name(pattern.id(), List.of(pattern.id()), reviews)))
                .toList();
        return new Page.Table(
                "Patterns",
                "llrrrrll",
                List.of("pattern", "kind", "runs", "failed", "p50", "p95", "fails at", "steps"),
                rows);
    }

    private static Page.Row row(TracePattern pattern, String name) {
        TracePattern.FailingStep step = pattern.failingStep();
        return Page.Row.of(
                pattern.kinds().contains(TracePattern.Kind.FAILURE) ? Page.Tone.BAD : Page.Tone.OPEN,
                name,
                kinds(pattern),
                Figures.count(pattern.frequency()),
                failed(pattern),
                Figures.ms(pattern.durationMs().p50()),
                Figures.ms(pattern.durationMs().p95()),
                step == null ? "" : bare(step.step()),
                steps(pattern.operations()));
    }

    private static Page.Table families(PatternReport report, Map<String, PatternReview> reviews) {
        List<Page.Row> rows = report.families().stream()
                .limit(MOST_ROWS)
                .map(family -> Page.Row.of(
                        Page.Tone.OPEN,
                        name(family.pattern().id(), family.members(), reviews),
                        kinds(family.pattern()),
                        Figures.count(family.pattern().frequency()),
                        failed(family.pattern()),
                        Figures.count(family.structures()),
                        steps(family.pattern().operations())))
                .toList();
        return new Page.Table(
                "Families of nearly equal patterns",
                "llrrrl",
                List.of("family", "kind", "runs", "failed", "structures", "most frequent steps"),
                rows);
    }

    private static Page.Table evidence(PatternReport report, Map<String, PatternReview> reviews) {
        List<Page.Row> rows = new ArrayList<>();
        for (TracePattern pattern : report.patterns()) {
            for (TracePattern.Evidence evidence : pattern.evidence()) {
                boolean telling = evidence.kind() != TracePattern.Kind.SUCCESS
                        && pattern.kinds().contains(evidence.kind());
                if (telling && rows.size() < MOST_ROWS && !isArchived(pattern, reviews)) {
                    rows.add(Page.Row.of(
                            evidence.kind() == TracePattern.Kind.RECOVERY ? Page.Tone.GOOD : Page.Tone.BAD,
                            name(pattern.id(), List.of(pattern.id()), reviews),
                            word(evidence.kind()),
                            Figures.count(evidence.runs()) + " of " + Figures.count(evidence.of()),
                            Figures.percent(evidence.low()) + " to " + Figures.percent(evidence.high()),
                            evidence.exampleTraceIds().stream().findFirst().orElse("")));
                }
            }
        }
        return new Page.Table(
                "Evidence", "llrrl", List.of("pattern", "kind", "runs", "95 % interval", "example"), rows);
    }

    private static Page.Table suspects(PatternReport report) {
        List<Page.Row> rows = report.suspects().stream()
                .limit(MOST_ROWS / 2)
                .map(suspect -> Page.Row.of(
                        Page.Tone.OPEN,
                        suspect.part().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        bare(suspect.name()),
                        suspect.failed() + " of " + Figures.count(suspect.runs()),
                        String.format(Locale.ROOT, "%.2f", suspect.ochiai()),
                        Figures.p(suspect.pAdjusted())))
                .toList();
        return new Page.Table(
                "Ranked by likeness to the failed runs",
                "llrrr",
                List.of("part", "name", "failed", "Ochiai", "p"),
                rows);
    }

    private static Page.Table errors(PatternReport report) {
        List<Page.Row> rows = report.errors().stream()
                .limit(MOST_ROWS)
                .map(error -> Page.Row.of(
                        Page.Tone.BAD,
                        Printable.line(error.errorType(), LONGEST_TEXT / 2),
                        bare(error.step()),
                        Figures.count(error.runs()),
                        Figures.count(error.failures()),
                        Printable.line(error.template(), LONGEST_TEXT),
                        error.patterns().keySet().stream().findFirst().orElse("")))
                .toList();
        return new Page.Table(
                "Errors", "llrrll", List.of("type", "step", "runs", "failed", "message", "mostly in"), rows);
    }

    private static Page.Table toolPairs(PatternReport report) {
        List<Page.Row> rows = report.toolPairs().stream()
                .limit(MOST_ROWS / 2)
                .map(pair -> Page.Row.of(
                        Page.Tone.OPEN,
                        pair.one() + " + " + pair.two(),
                        Figures.count(pair.runs()),
                        Figures.count(pair.failures()),
                        String.format(Locale.ROOT, "%.2f", pair.lift())))
                .toList();
        return new Page.Table("Tools used together", "lrrr", List.of("tools", "runs", "failed", "lift"), rows);
    }

    private static boolean isArchived(TracePattern pattern, Map<String, PatternReview> reviews) {
        PatternReview review = reviews.get(pattern.id());
        return review != null && review.state() == PatternReview.State.ARCHIVED;
    }

    /** The id, and the name that people gave it or, in this order, one of its members. */
    private static String name(String id, List<String> members, Map<String, PatternReview> reviews) {
        List<String> all = new ArrayList<>(List.of(id));
        all.addAll(members);
        for (String each : all) {
            PatternReview review = reviews.get(each);
            if (review != null && review.name() != null) {
                return id + " " + Printable.line(review.name(), LONGEST_TEXT);
            }
        }
        return id;
    }

    private static String kinds(TracePattern pattern) {
        return pattern.kinds().stream().map(PatternPage::word).collect(Collectors.joining(" + "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String steps(List<String> steps) {
        return Printable.line(steps.stream().map(PatternPage::bare).collect(Collectors.joining(" › ")), LONGEST_STEPS);
    }

    private static String bare(String step) {
        return step.startsWith(TOOL_STEP) ? step.substring(TOOL_STEP.length()) : step;
    }

    private static String failed(TracePattern pattern) {
        long known = pattern.successes() + pattern.failures();
        return known == 0 ? Figures.ABSENT : Figures.percent((double) pattern.failures() / known);
    }

    private static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }
}
