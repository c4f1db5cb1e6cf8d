package dev.arceval.core.curate;

import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.report.CoverageReports;
import dev.arceval.eval.CoverageReport;
import dev.arceval.eval.CoverageReport.Addition;
import dev.arceval.eval.CoverageReport.Gap;
import dev.arceval.eval.CoverageReport.Part;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvalCase.Baseline;
import dev.arceval.eval.EvalCase.Provenance;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoverageTest {

    /** Eight runs search, one of them and another refund after it, one fails. */
    private static List<Run> traffic() {
        List<Run> runs = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> runs.add(of(run("s" + i).tool("search"), "search")));
        runs.add(of(run("r1").tool("search").tool("refund"), "refund"));
        runs.add(of(run("e1").tool("search"), "search", "TimeoutError: no answer in *"));
        return runs;
    }

    @Test
    void everyPartIsCountedByHowOftenItOccurs() {
        CoverageReport report = report(dataset("s0"), traffic());

        assertThat(report.runs()).isEqualTo(10);
        assertThat(share(report, Part.TRAFFIC)).isEqualTo(.8);
        assertThat(share(report, Part.STRUCTURES)).isEqualTo(.9);
        assertThat(share(report, Part.TOOLS)).isEqualTo(10 / 11.);
        // start > search in ten runs, search > end in nine, search > refund and refund > end in one.
        assertThat(share(report, Part.EDGES)).isEqualTo(19 / 21.);
        assertThat(share(report, Part.ERRORS)).isZero();
        assertThat(report.share(Part.TOOLS).kinds()).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsNamedWithTheNewestRunThatShowsIt() {
        CoverageReport report = report(dataset("s0"), traffic());

        assertThat(report.gaps())
                .extracting(Gap::name)
                .containsExactlyInAnyOrder(
                        "refund", "search → refund", "refund → (end)", "refund", "TimeoutError: no answer in *");
        assertThat(report.gaps())
                .filteredOn(gap -> gap.part() == Part.TOOLS)
                .singleElement()
                .satisfies(gap -> assertThat(gap.example()).contains("r1"));
    }

    @Test
    void runThatAddsMostComesFirst_andNothingIsAddedTwice() {
        CoverageReport report = report(dataset("s0"), traffic());

        assertThat(report.additions()).extracting(Addition::traceId).containsExactly("e1", "r1");
        assertThat(report.additions().get(0).adds()).containsExactly("error TimeoutError: no answer in *");
        // All errors, a quarter of the four parts.
        assertThat(report.additions().get(0).gain()).isEqualTo(.25, within(1e-12));
        assertThat(report.additions().get(0).trafficAfter()).isEqualTo(.9);
        assertThat(report.additions().get(1).trafficAfter()).isEqualTo(1);
    }

    @Test
    void caseCoversWhatEveryRunItStandsForDid() {
        CoverageReport report = report(dataset("s0", "e1"), traffic());

        assertThat(share(report, Part.ERRORS)).isEqualTo(1);
    }

    @Test
    void caseOfAForgottenRunCoversItsRecordedCallsAndItsPattern() {
        CoverageReport report = report(dataset("gone"), traffic());

        assertThat(share(report, Part.TOOLS)).isEqualTo(10 / 11.);
        assertThat(share(report, Part.STRUCTURES)).isEqualTo(.9);
        assertThat(report.notes()).anyMatch(note -> note.startsWith("1 case was made from runs"));
    }

    @Test
    void emptyDatasetCoversNothing_andAnEmptyStoreIsNoSuccess() {
        CoverageReport nothing = report(new Dataset("none", List.of()), traffic());
        assertThat(nothing.shares()).allMatch(share -> share.covered() == 0);
        assertThat(nothing.requiring(.1).passed()).isFalse();

        CoverageReport noRuns = report(dataset("s0"), List.of());
        assertThat(noRuns.share(Part.TRAFFIC).value()).isEmpty();
        assertThat(noRuns.passed()).isTrue();
        assertThat(noRuns.requiring(.1).passed()).isFalse();
        assertThat(CoverageReports.text(noRuns)).startsWith("NOTHING TO COVER");
    }

    @Test
    void minimumIsAskedOfThePartsThatOccur() {
        CoverageReport report = report(dataset("s0"), traffic());

        assertThat(report.requiring(.9, Part.TOOLS, Part.EDGES, Part.STRUCTURES).passed())
                .isTrue();
        assertThat(report.requiring(.9).passed()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> report.requiring(1.5));
        // Without errors in the traffic they are not missing.
        assertThat(report(dataset("s0"), traffic().subList(0, 8)).requiring(1).passed())
                .isTrue();
    }

    @Test
    void orderOfRunsChangesNothing() {
        List<Run> runs = new ArrayList<>(traffic());
        String inOrder = CoverageReports.json(report(dataset("s3"), runs));
        Collections.shuffle(runs, new Random(5));

        assertThat(CoverageReports.json(report(dataset("s3"), runs))).isEqualTo(inOrder);
    }

    @Test
    void formatsSayWhetherItIsEnough() {
        CoverageReport report = report(dataset("s0"), traffic()).requiring(.9);

        assertThat(CoverageReports.text(report))
                .startsWith("NOT COVERED: traffic 80.0 %, errors 0.0 % of the 90.0 % asked for; dataset smoke (1 case)"
                        + " covers all that 80.0 % of 10 runs did.");
        assertThat(CoverageReports.json(report)).contains("\"passed\" : false", "\"search → refund\"");
        assertThat(CoverageReports.html(report)).contains("TimeoutError: no answer in *");
        assertThat(CoverageReports.junit(report))
                .contains("tests=\"6\" failures=\"3\"", "0.0 % covered, 90.0 % asked for");
    }

    private static CoverageReport report(Dataset dataset, List<Run> runs) {
        Coverage coverage = new Coverage(dataset);
        runs.forEach(coverage::add);
        return coverage.report();
    }

    private static double share(CoverageReport report, Part part) {
        return report.share(part).value().orElseThrow();
    }

    private static Run of(RunBuilder run, String pattern, String... errors) {
        return new Run(run.build(), pattern, Set.of(Kind.SUCCESS), false, List.of(errors), 0);
    }

    /** One case that searches. */
    private static Dataset dataset(String... standsFor) {
        Trace source = run(standsFor[0]).tool("search").build();
        Provenance provenance = new Provenance(
                standsFor[0],
                List.of(standsFor),
                "support",
                null,
                "search",
                Set.of(Kind.SUCCESS),
                Instant.EPOCH,
                .5,
                new Baseline(null, null));
        return new Dataset(
                "smoke",
                List.of(new EvalCase("c", "Where?", source.steps(), List.of(new Expectation.Succeeds()), provenance)));
    }
}
