package dev.arceval.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.trace.Attributes;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Advice;
import dev.arceval.trace.Diagnosis.Content;
import dev.arceval.trace.Diagnosis.Share;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceDoctorTest {

    @Test
    void completeTrace_canBeUsedForEverything() {
        Diagnosis.Agent agent = agent(trace(complete()));
        for (Use use : Use.values()) {
            assertThat(agent.uses().get(use)).as(use.name()).isEqualTo(new Share(1, 1));
        }
        for (Content content : Content.values()) {
            assertThat(agent.traceContent().get(content)).as(content.name()).isEqualTo(new Share(1, 1));
        }
        assertThat(agent.advice()).isEmpty();
    }

    @Test
    void toolCallWithoutResult_keepsFromReplay_andNothingElse() {
        List<Span> spans = complete();
        spans.set(2, spans.get(2).toBuilder().toolResult(null).build());
        Diagnosis.Agent agent = agent(trace(spans));
        assertThat(agent.supports(Use.REPLAY)).isFalse();
        assertThat(agent.supports(Use.CASE)).isTrue();
        assertThat(agent.supports(Use.EXPECTATION)).isTrue();
        assertThat(agent.spanContent().get(Content.TOOL_RESULTS)).isEqualTo(new Share(0, 1));
    }

    @Test
    void toolThatFailed_isAnswered() {
        List<Span> spans = complete();
        spans.set(
                2,
                spans.get(2).toBuilder()
                        .toolResult(null)
                        .failed("Timeout", null)
                        .build());
        assertThat(agent(trace(spans)).supports(Use.REPLAY)).isTrue();
    }

    @Test
    void toolWithoutArguments_isMissingThem_onlyWhereNoCallHasAny() {
        List<Span> spans = complete();
        Span bare = spans.get(2).toBuilder().spanId("e").toolArguments(null).build();
        assertThat(agent(trace(spans.get(0), spans.get(1), bare)).supports(Use.REPLAY))
                .isFalse();
        assertThat(agent(trace(spans.get(0), spans.get(2), bare)).supports(Use.REPLAY))
                .isTrue();
    }

    @Test
    void toolThatTheModelAskedFor_andNoSpanStandsFor_keepsFromReplay() {
        List<Span> spans = complete();
        Span asking =
                spans.get(1).toBuilder().finishReasons(List.of("tool_calls")).build();
        Diagnosis.Agent agent = agent(trace(spans.get(0), asking));
        assertThat(agent.supports(Use.REPLAY)).isFalse();
        assertThat(agent.traceContent().get(Content.TOOL_RESULTS)).isEqualTo(new Share(0, 1));
    }

    @Test
    void agentWithoutTools_lacksNoToolResult() {
        List<Span> spans = complete();
        Diagnosis.Agent agent = agent(trace(spans.get(0), spans.get(1)));
        assertThat(agent.traceContent().get(Content.TOOL_RESULTS)).isEqualTo(Share.NONE);
        assertThat(agent.supports(Use.REPLAY)).isTrue();
    }

    @Test
    void failedRun_neitherHasNorLacksAnAnswer() {
        List<Span> spans = complete();
        spans.set(
                0,
                spans.get(0).toBuilder().output(List.of()).failed("Error", null).build());
        spans.set(1, spans.get(1).toBuilder().output(List.of()).build());
        Diagnosis.Agent agent = agent(trace(spans));
        assertThat(agent.traceContent().get(Content.ANSWER)).isEqualTo(Share.NONE);
        assertThat(agent.uses().get(Use.EXPECTATION)).isEqualTo(Share.NONE);
    }

    @Test
    void modelCallRecordedTwice_needsItsTokensOnce() {
        List<Span> spans = complete();
        Span wrapper = spans.get(1).toBuilder().spanId("w").usage(Usage.none()).build();
        Span inner = spans.get(1).toBuilder().parentSpanId("w").build();
        assertThat(agent(trace(spans.get(0), wrapper, inner)).supports(Use.COST))
                .isTrue();
        Span other = wrapper.toBuilder().spanId("x").build();
        assertThat(agent(trace(spans.get(0), wrapper, inner, other)).supports(Use.COST))
                .isFalse();
    }

    @Test
    void tracesOfOtherSoftware_areCountedAndNotJudged() {
        TraceDoctor doctor = new TraceDoctor();
        doctor.see(trace(Span.builder("a", "GET /").spanKind(2).build()));
        assertThat(doctor.diagnosis()).isEqualTo(new Diagnosis(List.of(), 1));
    }

    @Test
    void advice_isThatOfTheFramework_andOfWhoRecordedIt() {
        List<Span> spans = complete();
        spans.set(
                2, spans.get(2).toBuilder().toolArguments(null).toolResult(null).build());
        assertThat(settings(spans, "", Map.of("spring.ai.kind", "chat_client")))
                .contains("spring.ai.tools.observations.include-content=true");
        assertThat(settings(spans, "openinference.instrumentation.langchain", Map.of()))
                .anyMatch(setting -> setting.contains("OPENINFERENCE_HIDE_OUTPUTS=false"));
        assertThat(settings(spans, "opentelemetry.instrumentation.openai_v2", Map.of()))
                .anyMatch(setting -> setting.contains("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY"));
        assertThat(settings(spans, "gcp.vertex.agent", Map.of())).contains("ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS=true");
    }

    @Test
    void orderOfTraces_doesNotMatter_andPartsAddUp() {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Span> spans = complete();
            if (i % 3 == 0) {
                spans.set(2, spans.get(2).toBuilder().toolResult(null).build());
            }
            String agent = "agent-" + i % 4;
            spans.replaceAll(span -> span.toBuilder().agentName(agent).build());
            traces.add(Trace.of("t" + i, spans));
        }
        Diagnosis whole = diagnosis(traces);
        List<Trace> shuffled = new ArrayList<>(traces);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(diagnosis(shuffled)).isEqualTo(whole);
        assertThat(diagnosis(shuffled.subList(0, 11)).plus(diagnosis(shuffled.subList(11, 40))))
                .isEqualTo(whole);
    }

    @Test
    void everyRowOfAdvice_saysWhatItBringsAndWhereThatIsDocumented() {
        assertThat(AdviceTable.all()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.brings()).isNotEmpty();
            assertThat(row.setting()).isNotBlank();
            assertThat(row.note()).endsWith(".");
            assertThat(row.source()).matches("https://\\S+|docs/\\S+");
            if (row.kind() != Advice.Kind.CODE) {
                assertThat(row.setting().lines()).allMatch(line -> line.matches("[A-Za-z_.\\-0-9]+=\\S+"));
            }
        });
    }

    private static List<String> settings(List<Span> spans, String scope, Map<String, Object> attributes) {
        List<Span> recorded = spans.stream()
                .map(span -> span.toBuilder()
                        .scope(new Span.Scope(scope, null, Attributes.empty()))
                        .attributes(Attributes.of(attributes))
                        .build())
                .toList();
        return agent(trace(recorded)).advice().stream().map(Advice::setting).toList();
    }

    /** An agent that asked a model and called a tool, with everything there is to say. */
    private static List<Span> complete() {
        Span root = span("a", null, Span.Kind.AGENT)
                .agentName("support")
                .agentVersion("1")
                .conversationId("c")
                .status(Span.Status.OK)
                .input("where is my order")
                .output("on its way")
                .build();
        Span model = span("b", "a", Span.Kind.LLM)
                .model("m")
                .usage(new Usage(1L, 2L, null, null))
                .input(List.of(Message.user("where is my order")))
                .output("on its way")
                .build();
        Span tool = span("c", "a", Span.Kind.TOOL)
                .toolName("lookup")
                .toolArguments("{}")
                .toolResult("{}")
                .build();
        return new ArrayList<>(List.of(root, model, tool));
    }

    private static Span.Builder span(String id, String parent, Span.Kind kind) {
        return Span.builder(id, "step")
                .parentSpanId(parent)
                .kind(kind)
                .startEpochNanos(1)
                .endEpochNanos(2);
    }

    private static Trace trace(List<Span> spans) {
        return Trace.of("t", spans);
    }

    private static Trace trace(Span... spans) {
        return trace(List.of(spans));
    }

    private static Diagnosis.Agent agent(Trace trace) {
        return diagnosis(List.of(trace)).agents().get(0);
    }

    private static Diagnosis diagnosis(List<Trace> traces) {
        TraceDoctor doctor = new TraceDoctor();
        traces.forEach(doctor::see);
        return doctor.diagnosis();
    }
}
