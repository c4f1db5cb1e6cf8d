package dev.arceval.examples;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.arceval.RecordedTools;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern;
import dev.arceval.testkit.RecycledTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The whole way over two processes: one records the agent and ends, this one replays it. */
class TwoProcessesTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void recordInAnotherProcess() throws IOException, InterruptedException {
        Path dataset = directory.resolve("support.jsonl");
        Process recorder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordSupport.class.getName(),
                        directory.resolve("traces").toString(),
                        dataset.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertThat(recorder.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.exitValue())
                .as(Files.readString(directory.resolve("output.txt")))
                .isZero();
        // The replaying classes name their dataset in an annotation, so it must stand where they look.
        Path resources = Path.of(RecordSupport.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Files.copy(dataset, resources.resolve("recorded-elsewhere.jsonl"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theSameAgent_isGreen() {
        events(SameAgent.class)
                .assertStatistics(
                        statistics -> statistics.started(6).succeeded(6).failed(0));
    }

    @Test
    void aChangedAnswer_isRed_andShowsTheFirstDifference() {
        Events events = events(CurtAgent.class);
        assertThat(events.failed().count()).isPositive();
        events.assertThatEvents()
                .haveAtLeastOne(
                        event(finishedWithFailure(message(text -> text.contains("Your oak garden bench is shipped.")
                                && text.contains("oak garden bench: shipped")))));
    }

    @Test
    void aChangedToolArgument_isRed_andShowsTheNearestRecordedCall() {
        events(ForgetfulAgent.class)
                .assertThatEvents()
                .haveAtLeastOne(event(finishedWithFailure(
                        message(text -> text.contains("refund") && text.contains("$.euros") && text.contains("59")))));
    }

    private static Events events(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .testEvents();
    }

    static class SameAgent {
        @RecycledTraces(value = "recorded-elsewhere.jsonl", including = TracePattern.Kind.SUCCESS)
        void replay(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, SupportAgent.replayed(tools)::answer).meetsExpectations();
        }
    }

    /** Answers in another form. */
    static class CurtAgent {
        @RecycledTraces(value = "recorded-elsewhere.jsonl", including = TracePattern.Kind.SUCCESS)
        void replay(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(
                            recorded,
                            input -> SupportAgent.replayed(tools)
                                    .answer(input)
                                    .replaceFirst("^Your (.*) is (.*)\\.$", "$1: $2"))
                    .meetsExpectations();
        }
    }

    /** Asks for a refund without saying how much. */
    static class ForgetfulAgent {
        @RecycledTraces(value = "recorded-elsewhere.jsonl", including = TracePattern.Kind.SUCCESS)
        void replay(EvalCase recorded, RecordedTools tools) {
            assertThatReplay(recorded, input -> {
                        if (input.contains("A-101")) {
                            tools.call("lookup_order", "{\"number\":\"A-101\"}");
                            return tools.call("refund", "{\"number\":\"A-101\",\"euros\":0}");
                        }
                        return SupportAgent.replayed(tools).answer(input);
                    })
                    .meetsExpectations();
        }
    }
}
