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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** What an agent lets out when its test fails stands in no report: neither in ours nor in those the launcher writes of it. */
class LauncherCanaryTest {

    private static final List<String> SECRETS =
            List.of("ghp_" + "k3Jx9QzT7bVn2LmWcR8sYdF5hG1pA6uE0oZi", "ann.lee-of-the-desk@mail.shop.example");

    /** What an agent says that has gone wrong. */
    private static final String LEAK = "I use " + String.join(" and ", SECRETS) + " now";

    @TempDir
    private Path directory;

    @BeforeAll
    static void datasets() throws IOException {
        Datasets.writeAll();
    }

    static class Leaking {

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void answer(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> LEAK).meetsExpectations();
        }

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void toolArgument(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> tools.call("weather", Map.of("city", LEAK)))
                    .meetsExpectations();
        }

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void hiddenCall(EvalCase recorded, RecordedTools tools) {
            try {
                tools.call(LEAK, LEAK);
            } catch (RuntimeException swallowed) {
                assertThat(swallowed).isNotNull();
            }
        }

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void exception(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> {
                        throw new IllegalStateException(LEAK, new IllegalArgumentException(LEAK));
                    })
                    .meetsExpectations();
        }

        @Gate(repeats = 2)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void gated(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> LEAK).meetsExpectations();
        }
    }

    /** Assertions of one's own quote what they like, and JUnit writes that down; our reports do not. */
    static class Asserting {

        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void answer(EvalCase recorded, RecordedTools tools) {
            assertThat(LEAK).isEqualTo("rain");
        }

        @Gate(repeats = 2)
        @RecycledTraces(Datasets.DIRECTORY + "weather.jsonl")
        void gated(EvalCase recorded, RecordedTools tools) {
            assertThat(LEAK).isEqualTo("rain");
        }
    }

    @Test
    void noReport_holdsWhatTheAgentLetOut() throws IOException {
        Map<String, String> written = launch(Leaking.class);

        assertThat(written.keySet()).anyMatch(name -> name.startsWith("TEST-"));
        assertThat(written.keySet()).anyMatch(name -> name.startsWith("open-test-report"));
        assertThat(written).containsKeys("replay.html", "replay.json", "gates.txt");
        assertNothingLeft(written);
        assertThat(written.get("replay.json")).contains("«email", "«secret");
    }

    @Test
    void noReportOfOurs_holdsWhatAnotherAssertionSays() throws IOException {
        Map<String, String> written = launch(Asserting.class);

        written.keySet().removeIf(name -> name.startsWith("TEST-") || name.startsWith("open-test-report"));
        assertThat(written).containsKeys("replay.html", "replay.json", "gates.txt");
        assertNothingLeft(written);
        assertThat(written.get("replay.json")).contains("«email");
    }

    private static void assertNothingLeft(Map<String, String> written) {
        written.forEach((name, text) -> assertThat(text).as(name).doesNotContain(SECRETS));
    }

    /** Returns what was written by the name of the file. */
    private Map<String, String> launch(Class<?> tests) throws IOException {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .configurationParameter(
                                        "arceval.reports",
                                        directory.resolve("ours").toString())
                                .configurationParameter("junit.platform.reporting.open.xml.enabled", "true")
                                .configurationParameter("junit.platform.reporting.output.dir", directory.toString())
                                .build(),
                        new LegacyXmlReportGeneratingListener(directory, new PrintWriter(new StringWriter())));
        Map<String, String> written = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return written;
    }
}
