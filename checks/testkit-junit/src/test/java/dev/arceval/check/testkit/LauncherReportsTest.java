package dev.arceval.check.testkit;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import dev.arceval.testkit.Gate;
import dev.arceval.testkit.RecycledTraces;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** What the real launcher writes about replays, in JUnit's own XML and as Open Test Reporting. */
class LauncherReportsTest {

    @TempDir
    private Path directory;

    @BeforeAll
    static void datasets() throws IOException {
        Datasets.writeAll();
    }

    static class Reported {

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void oneFails(EvalCase recorded, RecordedTools tools) {
            int days = recorded.id().equals("case-1001") ? 3 : 2;
            assertThatReplay(recorded, new WeatherAgent(tools, days)).meetsExpectations();
        }

        @Gate(repeats = 1)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void gated(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, new WeatherAgent(tools)).meetsExpectations();
        }
    }

    private void launch() {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Reported.class))
                                .configurationParameter("arceval.reports", "none")
                                .configurationParameter("junit.platform.reporting.open.xml.enabled", "true")
                                .configurationParameter("junit.platform.reporting.output.dir", directory.toString())
                                .build(),
                        new LegacyXmlReportGeneratingListener(directory, new PrintWriter(new StringWriter())));
    }

    private String written(String start) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path report = files.filter(file -> file.getFileName().toString().startsWith(start))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(report);
        }
    }

    @Test
    void reports_nameCasesBlameAndGate() throws IOException {
        launch();

        assertThat(written("TEST-junit-jupiter"))
                .contains("tests=\"7\"", "failures=\"1\"", "skipped=\"1\"")
                .contains("case-1000: How is the weather in City0?", "forecast is called otherwise")
                .contains("arceval.blame: TOOL_ARGUMENTS", "INCONCLUSIVE: 3 of 3 runs passed");
        assertThat(written("open-test-report"))
                .contains("name=\"case-1000: How is the weather in City0?")
                .contains("arceval.blame", "TOOL_ARGUMENTS", "arceval.trace", "trace-1")
                .contains("arceval.gate", "INCONCLUSIVE: 3 of 3 runs passed");
    }
}
