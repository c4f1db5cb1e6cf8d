package dev.arceval.trace;

import static dev.arceval.trace.TestObjects.child;
import static dev.arceval.trace.TestObjects.ids;
import static dev.arceval.trace.TestObjects.seconds;
import static dev.arceval.trace.TestObjects.span;
import static dev.arceval.trace.TestObjects.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void spans_areSortedByStartThenId() {
        assertThat(ids(trace(span("c", 2), span("b", 1), span("a", 2)).spans())).containsExactly("b", "a", "c");
    }

    @Test
    void spans_withTheSameId_firstCounts() {
        Trace trace = trace(span("a", 1).name("first"), span("a", 2).name("second"));
        assertThat(trace.spans()).singleElement().returns("first", Span::name);
    }

    @Test
    void withoutSpans_isRefused() {
        assertThatThrownBy(() -> Trace.of("trace", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no spans");
    }

    @Test
    void id_tooLong_isRefused() {
        assertThatThrownBy(() -> Trace.of("x".repeat(129), List.of(span("a", 1).build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("traceId");
    }

    @Test
    void toolContent_withoutAName_isRefused() {
        for (Span.Builder nameless : List.of(
                span("a", 1).toolArguments("{}"),
                span("a", 1).toolResult("1"),
                span("a", 1).toolCallId("c"))) {
            assertThatThrownBy(nameless::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("span a has a tool call without the tool's name");
        }
    }

    @Test
    void missingParent_makesATopLevelSpan() {
        Trace trace = trace(child("a", "gone", 1), child("b", "a", 2));
        assertThat(trace.root()).map(Span::spanId).hasValue("a");
        assertThat(ids(trace.children(trace.spans().get(0)))).containsExactly("b");
    }

    @Test
    void selfParent_isNoParent() {
        assertThat(trace(child("a", "a", 1)).root()).map(Span::spanId).hasValue("a");
    }

    @Test
    void cycle_isCut_andItsBranchesStay() {
        Trace trace = trace(child("a", "b", 1), child("b", "a", 2), child("c", "a", 3));
        assertThat(ids(trace.topLevel())).containsExactly("a", "b");
        assertThat(ids(trace.children(trace.spans().get(0)))).containsExactly("c");
    }

    @Test
    void everySpan_isReachedExactlyOnce_whateverTheParents() {
        for (int shape = 0; shape < 4 * 4 * 4 * 4; shape++) {
            Span.Builder[] spans = new Span.Builder[4];
            for (int i = 0, rest = shape; i < 4; i++, rest /= 4) {
                spans[i] = child("s" + i, "s" + rest % 4, i);
            }
            Trace trace = trace(spans);
            List<Span> reached = new ArrayList<>(trace.topLevel());
            for (int i = 0; i < reached.size() && reached.size() < 10; i++) {
                reached.addAll(trace.children(reached.get(i)));
            }
            assertThat(ids(reached)).containsExactlyInAnyOrder("s0", "s1", "s2", "s3");
        }
    }

    /** "Aa" and "BB" have the same hash, and so have all texts made of them: as if somebody had chosen the ids. */
    @Test
    void ids_ofTheSameHash_areToldApart() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            spans.add(child(alike(i), i == 0 ? "" : alike(i / 2), i).build());
        }

        Trace trace = Trace.of("t", spans);

        assertThat(trace.spans()).hasSize(256);
        assertThat(ids(trace.topLevel())).containsExactly(alike(0));
        assertThat(ids(trace.children(spans.get(100)))).containsExactly(alike(200), alike(201));
        assertThat(Trace.of("t", List.of(spans.get(7), spans.get(7))).spans()).hasSize(1);
    }

    private static String alike(int number) {
        StringBuilder id = new StringBuilder();
        for (int bit = 0; bit < 8; bit++) {
            id.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return id.toString();
    }

    @Test
    void deepTree_isWalkedWithoutRecursion() {
        List<Span> chain = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            chain.add(Span.builder("s" + i, "step")
                    .parentSpanId(i == 0 ? null : "s" + (i - 1))
                    .startEpochNanos(seconds(i))
                    .usage(i == 49_999 ? Usage.ofTokens(1, 2) : Usage.none())
                    .build());
        }
        assertThat(Trace.of("deep", chain).usage().totalTokens()).hasValue(3);
    }

    @Test
    void usage_repeatedByTheParent_isNotCountedTwice() {
        Trace trace = trace(
                span("root", 0).usage(Usage.ofTokens(30, 12)),
                child("a", "root", 1).usage(Usage.ofTokens(10, 5)),
                child("b", "root", 2).usage(Usage.ofTokens(20, 7)));
        assertThat(trace.usage()).isEqualTo(Usage.ofTokens(30, 12));
    }

    @Test
    void usage_ofSeveralTopLevelSpans_addsUp() {
        Trace trace =
                trace(span("a", 1).usage(Usage.ofTokens(1, 2)), span("b", 2).usage(Usage.ofTokens(3, 4)));
        assertThat(trace.usage()).isEqualTo(Usage.ofTokens(4, 6));
    }

    @Test
    void inputAndOutput_areTheRoots() {
        Trace trace = trace(
                span("root", 0).input("ask").output("say"),
                child("a", "root", 1).input("x").output("y"));
        assertThat(trace.input()).hasValue("ask");
        assertThat(trace.output()).hasValue("say");
    }

    @Test
    void inputAndOutput_withoutRoot_areTheFirstAndLast() {
        Trace trace = trace(
                span("a", 1).input("first").output("x"), span("b", 2).input("y").output("last"));
        assertThat(trace.input()).hasValue("first");
        assertThat(trace.output()).hasValue("last");
    }

    @Test
    void input_isTheLastUserMessage() {
        Span span = span("a", 1)
                .input(List.of(
                        Message.system("be kind"), Message.user("one"), Message.assistant("?"), Message.user("two")))
                .build();
        assertThat(span.inputText()).hasValue("two");
    }

    @Test
    void input_ofSeveralMessagesInARow_isAllOfThem() {
        Span span = span("a", 1)
                .input(List.of(Message.user("old"), Message.assistant("?"), Message.user("one"), Message.user("two")))
                .build();
        assertThat(span.inputText()).hasValue("one\ntwo");
        assertThat(span("a", 1).input(List.of(Message.system("only"))).build().inputText())
                .hasValue("only");
        assertThat(span("a", 1).build().inputText()).isEmpty();
    }

    @Test
    void agent_comesFromTheTopLevelFirst_thenFromTheService() {
        Attributes service = Attributes.of(Map.of("service.name", "shop", "service.version", "7"));
        Trace named = trace(
                span("root", 0).agentName("support").resource(service),
                child("a", "root", 1).agentName("sub"));
        Trace unnamed = trace(span("root", 0).resource(service));
        assertThat(named.agent()).isEqualTo("support");
        assertThat(unnamed.agent()).isEqualTo("shop");
        assertThat(unnamed.agentVersion()).hasValue("7");
        assertThat(trace(span("root", 0)).agent()).isEqualTo("unknown");
    }

    @Test
    void duration_isTheRoots_elseFromFirstStartToLastEnd() {
        assertThat(trace(span("root", 0), child("late", "root", 9)).duration()).hasValue(Duration.ofSeconds(1));
        assertThat(trace(span("a", 0), span("b", 9)).duration()).hasValue(Duration.ofSeconds(10));
    }

    @Test
    void duration_withoutTimes_isAbsent() {
        assertThat(Trace.of("t", List.of(Span.builder("a", "x").build())).duration())
                .isEmpty();
    }

    @Test
    void toolCall_ofAFailedSpan_failed() {
        Trace trace = trace(span("a", 1).toolName("search").toolArguments("{}").failed("TimeoutException", "5 s"));
        assertThat(trace.toolCalls())
                .containsExactly(new ToolCall("search", null, "{}", null, "TimeoutException: 5 s"));
    }

    @Test
    void span_endingBeforeItsStart_isRefused() {
        assertThatThrownBy(() -> Span.builder("a", "x")
                        .startEpochNanos(2)
                        .endEpochNanos(1)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends before it starts");
    }

    @Test
    void span_rebuilt_isEqual() {
        Span span = span("a", 1)
                .kind(Span.Kind.TOOL)
                .toolName("search")
                .attributes(Attributes.of(Map.of("k", List.of(1L, "two"))))
                .build();
        assertThat(span.toBuilder().build()).isEqualTo(span).hasSameHashCodeAs(span);
        assertThat(span.toBuilder().toolName("find").build()).isNotEqualTo(span);
    }
}
