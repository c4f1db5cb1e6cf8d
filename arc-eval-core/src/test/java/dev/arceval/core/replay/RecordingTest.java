package dev.arceval.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.replay.Recording.Answer;
import dev.arceval.trace.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private static Recording recording(ToolCall... calls) {
        return new Recording(List.of(calls), Likeness.plain(), CallPolicies.strict());
    }

    private static String said(Answer answer) {
        ToolCall call = (ToolCall) ((Answer.Recorded) answer).call();
        return call.error() == null ? call.result() : call.error();
    }

    private static String message(Answer answer) {
        return ((Answer.Unrecorded) answer).message();
    }

    @Test
    void sameArguments_getTheirResult_howeverTheJsonIsWritten() {
        Recording recording = recording(
                ToolCall.of("search", "{\"city\":\"Bern\",\"nights\":2}", "first"),
                ToolCall.of("search", "{\"city\":\"Rome\",\"nights\":2}", "second"),
                ToolCall.of("price", "{\"city\":\"Bern\",\"nights\":2}", "third"));

        assertThat(said(recording.answer("search", "{ \"nights\": 2.0, \"city\": \"Rome\" }", false)))
                .isEqualTo("second");
        assertThat(said(recording.answer("price", "{\"nights\":2e0,\"city\":\"Bern\"}", false)))
                .isEqualTo("third");
    }

    @Test
    void repeatedCall_getsTheResultsInOrderAndThenTheLastAgain() {
        Recording recording = recording(
                ToolCall.failed("pay", "{\"id\":1}", "Timeout: 30 s"),
                ToolCall.of("pay", "{\"id\":2}", "other"),
                ToolCall.of("pay", "{\"id\":1}", "paid"));

        assertThat(said(recording.answer("pay", "{\"id\":1}", false))).isEqualTo("Timeout: 30 s");
        assertThat(said(recording.answer("pay", "{\"id\":1}", false))).isEqualTo("paid");
        assertThat(said(recording.answer("pay", "{\"id\":1}", false))).isEqualTo("paid");
        assertThat(said(recording.answer("pay", "{\"id\":2}", false))).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", " "})
    void noArguments_areAlikeHoweverWritten(String written) {
        assertThat(said(recording(ToolCall.of("now", null, "noon")).answer("now", written, false)))
                .isEqualTo("noon");
        assertThat(said(recording(ToolCall.of("now", written, "noon")).answer("now", null, false)))
                .isEqualTo("noon");
    }

    @Test
    void argumentsThatAreNoJson_areComparedAsText() {
        Recording recording = recording(ToolCall.of("search", "hotels in Bern", "3"));

        assertThat(said(recording.answer("search", "hotels in Bern", false))).isEqualTo("3");
        assertThat(said(recording.answer("search", "\"hotels in Bern\"", false)))
                .isEqualTo("3");
        assertThat(recording.answer("search", "hotels in bern", false)).isInstanceOf(Answer.Unrecorded.class);
    }

    /** The live secret becomes {@code <email:key>}; recorded ones are counted. */
    private static final Likeness LIKENESS = new Likeness(
            text -> text.replace("ann@example.org", "<email:key>"),
            text -> text.contains(":key>"),
            text -> text.replaceAll("<(\\w+):\\w+>", "<$1>"));

    @Test
    void anAgentsOwnSecret_isComparedByItsType() {
        Recording recording = new Recording(
                List.of(ToolCall.of("mail", "{\"to\":\"<email:1>\"}", "sent")), LIKENESS, CallPolicies.strict());

        assertThat(said(recording.answer("mail", "{\"to\":\"ann@example.org\"}", false)))
                .isEqualTo("sent");
        assertThat(message(recording.answer("mail", "{\"to\":\"ann@example.org\",\"cc\":1}", false)))
                .doesNotContain("ann@example.org");
    }

    @Test
    void pseudonymsTheAgentWasGiven_areNotAlike() {
        Recording recording = new Recording(
                List.of(
                        ToolCall.of("mail", "{\"to\":\"<email:1>\"}", "to one"),
                        ToolCall.of("mail", "{\"to\":\"<email:2>\"}", "to two")),
                LIKENESS,
                CallPolicies.strict());

        assertThat(said(recording.answer("mail", "{\"to\":\"<email:2>\"}", false)))
                .isEqualTo("to two");
        assertThat(recording.answer("mail", "{\"to\":\"<email:3>\"}", false)).isInstanceOf(Answer.Unrecorded.class);
    }

    @Test
    void unknownArguments_showTheNearestCallAndTheFirstDifference() {
        Recording recording = recording(
                ToolCall.of("search", "{\"city\":\"Oslo\",\"nights\":5}", "a"),
                ToolCall.of("search", "{\"city\":\"Bern\",\"nights\":2}", "b"),
                ToolCall.of("price", "{\"city\":\"Bern\",\"nights\":3}", "c"));

        assertThat(message(recording.answer("search", "{\"nights\":3,\"city\":\"Bern\"}", false)))
                .isEqualTo("""
                        search({"city":"Bern","nights":3}) was not recorded
                          nearest recorded call (2 of 3): search({"city":"Bern","nights":2})
                          first difference at $.nights: recorded 2, called with 3""");
    }

    @Test
    void unknownTool_showsTheToolsThatWereRecorded() {
        Recording recording =
                recording(ToolCall.of("b", null, "1"), ToolCall.of("a", null, "1"), ToolCall.of("b", null, "1"));

        assertThat(message(recording.answer("c", "{}", false))).endsWith("tools recorded: a, b (2 times)");
        assertThat(message(recording().answer("c", "{}", false))).endsWith("the recording holds no tool calls");
    }

    @Test
    void longValues_showTheSurroundingsOfTheDifference() {
        String text = "word ".repeat(2_000);
        Recording recording = recording(ToolCall.of("save", "{\"text\":\"" + text + "end\"}", "ok"));
        String message = message(recording.answer("save", "{\"text\":\"" + text + "END\"}", false));

        assertThat(message).hasSizeLessThan(700).contains("end\"", "END\"");
    }

    @Test
    void callWithoutRecordedResult_isRefused() {
        Recording recording = recording(ToolCall.of("search", "{\"q\":1}", null));

        assertThat(message(recording.answer("search", "{\"q\":1}", false))).endsWith("was recorded without its result");
        assertThat(recording.unrecorded()).hasSize(1);
    }

    @Test
    void calls_areListedInOrder_answeredOnesAsRecorded() {
        ToolCall recorded = new ToolCall("search", "id-1", "{\"a\":1,\"b\":2}", "x", null);
        Recording recording = recording(recorded);
        recording.answer("search", "{\"b\":2,\"a\":1}", false);
        recording.answer("other", "{}", false);

        assertThat(recording.steps()).hasSize(2);
        assertThat(recording.steps().get(0)).isEqualTo(recorded);
        assertThat(recording.steps().get(1).failed()).isTrue();
        assertThat(recording.unrecorded()).hasSize(1);
    }

    @Test
    void parallelCalls_useEachOccurrenceOnce() throws Exception {
        ToolCall[] calls = new ToolCall[1_000];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = ToolCall.of("next", "{}", String.valueOf(i));
        }
        Recording recording = recording(calls);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 250; n++) {
                    recording.answer("next", "{}", false);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(recording.steps()).containsExactly(calls);
    }
}
