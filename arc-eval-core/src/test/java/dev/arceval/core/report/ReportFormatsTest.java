package dev.arceval.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.history.RunHistory;
import dev.arceval.eval.Alert;
import dev.arceval.eval.Distribution;
import dev.arceval.eval.Finding;
import dev.arceval.eval.GateReport;
import dev.arceval.eval.MonitorReport;
import dev.arceval.eval.RegressionReport;
import dev.arceval.eval.Report;
import dev.arceval.eval.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class ReportFormatsTest {

    /** What a recorded name could try. */
    private static final String HOSTILE = "<script>alert(1)</script>\"'&|`]]> @team #1 \u0000\u202e";

    static Stream<Report> reports() {
        return Stream.of(comparison(), monitor(), history(), gate());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everyFormat_startsWithTheAnswer(Report report) throws Exception {
        assertThat(TextReports.of(report).lines().findFirst().orElseThrow()).containsIgnoringCase("regression");
        assertThat(JsonReports.of(report)).startsWith("{\n  \"verdict\" : \"REGRESSION\"");
        assertThat(MarkdownReports.of(report)).startsWith("### 🔴 ");
        assertThat(HtmlReports.of(report)).contains("<h1><span class=\"verdict\">");
        Document junit = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(JunitReports.of(report).getBytes(StandardCharsets.UTF_8)));
        assertThat(junit.getElementsByTagName("testcase")
                        .item(0)
                        .getChildNodes()
                        .item(1)
                        .getNodeName())
                .isEqualTo("failure");
        assertThat(Integer.parseInt(junit.getDocumentElement().getAttribute("tests")))
                .isEqualTo(junit.getElementsByTagName("testcase").getLength());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void html_needsNothingButItself_andIsSafe(Report report) throws Exception {
        String html = HtmlReports.of(report);
        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("style=\"")
                .doesNotContain("url(")
                .doesNotContain("\u202e")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
        Matcher policy = Pattern.compile("style-src '(sha256-[^']+)'").matcher(html);
        assertThat(policy.find()).isTrue();
        String sheet = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(policy.group(1)).isEqualTo("sha256-" + Base64.getEncoder().encodeToString(digest));
        assertThat(HtmlReports.of(report)).isEqualTo(html);
    }

    @Test
    void markdown_readsRecordedTextAsText() {
        String markdown = MarkdownReports.of(gate());
        assertThat(markdown).doesNotContain("| <script>").contains("\\|").contains("`");
        for (String line : markdown.split("\n")) {
            if (line.startsWith("| ")) {
                // Columns are where the pipes are that nobody escaped.
                assertThat(line.replace("\\|", "").chars().filter(c -> c == '|').count())
                        .as(line)
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void gate_saysWhatItSawAndWhyItStopped() {
        assertThat(TextReports.of(gate()))
                .startsWith("GATE smoke FAILED: regression, 90.0 % → 40.0 % of runs pass (95 % interval -80.0 points … "
                        + "-20.0 points), 1 case worse, 10 pairs, certain.");
    }

    @Test
    void gateThatSawNothing_isClosed() {
        GateReport nothing = new GateReport(
                "",
                Verdict.INCONCLUSIVE,
                Set.of(Verdict.REGRESSION),
                0,
                0,
                0,
                null,
                .05,
                1,
                GateReport.Stop.RUNS,
                new GateReport.Spent(0, 0, 0, Duration.ZERO),
                List.of(),
                List.of());
        assertThat(nothing.passed()).isFalse();
        assertThat(TextReports.of(nothing)).startsWith("GATE FAILED: inconclusive, nothing was run on both sides.");
        assertThat(JunitReports.of(nothing)).contains("failures=\"1\"");
    }

    @Test
    void inconclusive_isSkippedInJunit() {
        RegressionReport open = new RegressionReport(Verdict.INCONCLUSIVE, true, List.of(), List.of(), List.of());
        assertThat(JunitReports.of(open)).contains("failures=\"0\"").contains("skipped=\"1\"");
    }

    private static RegressionReport comparison() {
        return new RegressionReport(
                Verdict.REGRESSION,
                true,
                List.of(
                        finding("latency", Verdict.REGRESSION, Finding.Scale.RATIO, 1.6, 1.2, 2.1),
                        finding("errors", Verdict.INCONCLUSIVE, Finding.Scale.DIFFERENCE, .01, -.02, .05),
                        finding("quality:" + HOSTILE, Verdict.NO_REGRESSION, Finding.Scale.DIFFERENCE, 0, -.01, .01)),
                List.of(new Distribution("latency", List.of(100.0, 200.0, 400.0), List.of(3L, 1L), List.of(1L, 3L))),
                List.of("note " + HOSTILE));
    }

    private static MonitorReport monitor() {
        Alert alert = new Alert(
                "errors",
                HOSTILE,
                Alert.State.PROVISIONAL,
                Instant.EPOCH,
                120,
                .02,
                .2,
                .18,
                new Finding.Interval(.1, .3),
                Finding.Scale.DIFFERENCE,
                1e9);
        return new MonitorReport(
                Verdict.REGRESSION,
                comparison().findings(),
                List.of(alert),
                List.of(alert),
                120,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of());
    }

    private static Report history() {
        double[] values = new double[40];
        for (int i = 0; i < 40; i++) {
            values[i] = (i < 20 ? 1 : 3) + i % 4 * .1;
        }
        return RunHistory.ofValues(HOSTILE, Finding.Better.LOWER, values);
    }

    private static GateReport gate() {
        return new GateReport(
                "smoke",
                Verdict.REGRESSION,
                Set.of(Verdict.REGRESSION),
                9,
                4,
                10,
                new Finding.Interval(-.8, -.2),
                .05,
                300,
                GateReport.Stop.CERTAIN,
                new GateReport.Spent(20, 0, 0, Duration.ofSeconds(3)),
                List.of(
                        new GateReport.Case("a", Verdict.REGRESSION, 5, 0, 5, 3_000, HOSTILE),
                        new GateReport.Case(HOSTILE, Verdict.INCONCLUSIVE, 4, 4, 5, 1, null)),
                List.of());
    }

    private static Finding finding(
            String metric, Verdict verdict, Finding.Scale scale, double effect, double low, double high) {
        return new Finding(
                metric,
                Finding.OVERALL,
                verdict,
                metric.startsWith("quality") ? Finding.Better.HIGHER : Finding.Better.LOWER,
                .1,
                .2,
                effect,
                new Finding.Interval(low, high),
                scale,
                .01,
                100,
                100,
                "test",
                null,
                null,
                List.of());
    }
}
