package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.RecordedTools.RecordedToolException;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.Reports;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.MutationReport.Mutation;
import dev.arceval.eval.ReplayRun;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    private static final ModelCall PLAN =
            ModelCall.of(List.of(Message.user("Plan: refund A-1")), Message.assistant("look up, then refund"));
    private static final ToolCall LOST = ToolCall.failed("lookup", "{\"id\":\"A-1\"}", "Timeout: 30 s");
    private static final ToolCall FOUND = ToolCall.of("lookup", "{\"id\":\"A-1\"}", "{\"euros\":59}");
    private static final ToolCall STOCK = ToolCall.of("stock", "{\"id\":\"A-1\"}", "3");
    private static final ToolCall REFUND = ToolCall.of("refund", "{\"euros\":59,\"id\":\"A-1\"}", "\"R-1\"");

    private static EvalCase evalCase(Step... steps) {
        return new EvalCase(
                "c-1",
                "refund A-1",
                List.of(steps),
                List.of(
                        new Expectation.Answers("R-1: 59 euros"),
                        new Expectation.CallsTools(
                                List.of("lookup", "lookup", "stock", "refund"), Expectation.Order.EXACT)),
                new EvalCase.Provenance(
                        "t",
                        List.of("t"),
                        "shop",
                        null,
                        null,
                        Set.of(),
                        Instant.EPOCH,
                        1,
                        new EvalCase.Baseline(null, null)));
    }

    private static final EvalCase RECORDED = evalCase(PLAN, LOST, FOUND, STOCK, REFUND);
    private static final Dataset DATASET = new Dataset("shop", List.of(RECORDED));

    private static String lookup(ReplayContext context) {
        try {
            return context.call("lookup", "{\"id\":\"A-1\"}");
        } catch (RecordedToolException timeout) {
            return context.call("lookup", "{\"id\":\"A-1\"}");
        }
    }

    private static String unchanged(ReplayContext context, String input) {
        context.model().ask("Plan: " + input);
        lookup(context);
        context.call("stock", "{\"id\":\"A-1\"}");
        String reference = context.call("refund", "{\"id\":\"A-1\",\"euros\":59}", String.class);
        return reference.replace("\"", "") + ": 59 euros";
    }

    private static ReplayRun.Result run(Replay replay, Function<ReplayContext, Function<String, String>> agent) {
        return replay.run(agent).results().get(0);
    }

    private static Divergence divergence(Function<ReplayContext, Function<String, String>> agent) {
        return run(Replay.of(DATASET), agent).firstDivergence().orElseThrow();
    }

    @Test
    void unchangedAgent_doesNotDiverge() {
        ReplayRun.Result result = run(Replay.of(DATASET), context -> input -> unchanged(context, input));

        assertThat(result.passed()).isTrue();
        assertThat(result.firstDivergence()).isEmpty();
    }

    @Test
    void changedPrompt_blamesTheInput() {
        Divergence divergence = divergence(context -> input -> context.model().ask("Plan : " + input));

        assertThat(divergence.blame()).isEqualTo(Blame.INPUT);
        assertThat(divergence.row()).isZero();
        assertThat(divergence.what())
                .contains("recorded \"user: Plan: refund A-1\"", "called with \"user: Plan : refund");
    }

    @Test
    void changedArgument_blamesTheArguments() {
        Divergence divergence = divergence(context -> input -> {
            context.model().ask("Plan: " + input);
            lookup(context);
            context.call("stock", "{\"id\":\"A-1\"}");
            return context.call("refund", "{\"id\":\"A-1\",\"euros\":95}");
        });

        assertThat(divergence.blame()).isEqualTo(Blame.TOOL_ARGUMENTS);
        assertThat(divergence.row()).isEqualTo(4);
        assertThat(divergence.what()).isEqualTo("refund is called otherwise: $.euros: recorded 59, now 95");
    }

    @Test
    void changedOrder_blamesTheCode() {
        Divergence divergence = divergence(context -> input -> {
            context.model().ask("Plan: " + input);
            context.call("stock", "{\"id\":\"A-1\"}");
            lookup(context);
            return context.call("refund", "{\"id\":\"A-1\",\"euros\":59}");
        });

        assertThat(divergence.blame()).isEqualTo(Blame.CODE_ORDER);
        assertThat(divergence.row()).isEqualTo(1);
        assertThat(divergence.what()).contains("stock is called as step 2, recorded as step");
    }

    @Test
    void missingRetry_blamesTheCodeAndSaysSo() {
        Divergence divergence = divergence(context -> input -> {
            context.model().ask("Plan: " + input);
            return context.call("lookup", "{\"id\":\"A-1\"}");
        });

        assertThat(divergence.blame()).isEqualTo(Blame.CODE_ORDER);
        assertThat(divergence.row()).isEqualTo(2);
        assertThat(divergence.what())
                .isEqualTo("step 3, lookup, is missing; the recorded run tried again after a failure");
    }

    @Test
    void changedFormat_blamesTheAnswer() {
        Divergence divergence =
                divergence(context -> input -> unchanged(context, input).replace(":", " -"));

        assertThat(divergence.blame()).isEqualTo(Blame.ANSWER);
        assertThat(divergence.row()).isEqualTo(divergence.rows().size());
        assertThat(divergence.what()).contains("recorded \"R-1: 59 euros\", now \"R-1 - 59 euros\"");
    }

    @Test
    void errorAfterTheLastStep_blamesTheAnswer() {
        Divergence divergence = divergence(context -> input -> {
            unchanged(context, input);
            throw new IllegalStateException("no template");
        });

        assertThat(divergence.blame()).isEqualTo(Blame.ANSWER);
        assertThat(divergence.what()).contains("java.lang.IllegalStateException: no template");
    }

    @Test
    void otherWordsOfALiveModel_blameTheModel() {
        Divergence divergence = run(Replay.of(DATASET).model(CallPolicy.live()), context -> input -> {
                    context.model()
                            .call(
                                    List.of(Message.user("Plan: " + input)),
                                    messages -> ModelCall.of(messages, Message.assistant("refund at once")));
                    return "R-1";
                })
                .firstDivergence()
                .orElseThrow();

        assertThat(divergence.blame()).isEqualTo(Blame.MODEL_OUTPUT);
        assertThat(divergence.row()).isZero();
    }

    @Test
    void otherResultOfALiveTool_blamesTheResult() {
        Divergence divergence = run(Replay.of(DATASET).tool("stock", CallPolicy.live()), context -> input -> {
                    context.model().ask("Plan: " + input);
                    lookup(context);
                    context.tool("stock", id -> "0", String.class).apply("{\"id\":\"A-1\"}");
                    return "sold out";
                })
                .firstDivergence()
                .orElseThrow();

        assertThat(divergence.blame()).isEqualTo(Blame.TOOL_RESULT);
        assertThat(divergence.what()).isEqualTo("stock answered otherwise: $: recorded 3, now 0");
    }

    @Test
    void modelThatDoesNotGoThroughTheReplay_isNotCompared() {
        ReplayRun.Result result = run(Replay.of(DATASET), context -> input -> {
            lookup(context);
            context.call("stock", "{\"id\":\"A-2\"}");
            return "";
        });

        assertThat(result.firstDivergence().orElseThrow().blame()).isEqualTo(Blame.TOOL_ARGUMENTS);
        assertThat(result.firstDivergence().orElseThrow().row()).isEqualTo(2);
    }

    @Test
    void everyFormatOfTheReport_showsTheFirstDifference() {
        ReplayRun run = Replay.of(DATASET).run(context -> input -> {
            context.model().ask("Plan: " + input);
            lookup(context);
            return context.call("stock", "{\"id\":\"<b>\"}");
        });

        assertThat(Reports.text(run))
                .startsWith("FAILED: 0 of 1 case of shop passed.")
                .contains("first difference");
        assertThat(Reports.html(run))
                .contains("a tool&#39;s arguments", "stock is called otherwise", "&lt;b&gt;")
                .doesNotContain("<b>");
        assertThat(Reports.json(run)).contains("\"blame\" : \"TOOL_ARGUMENTS\"", "\"step\" : 4");
        assertThat(Reports.junit(run)).contains("failures=\"2\"", "stock is called otherwise");
        assertThat(Reports.markdown(run)).contains("a tool's arguments");
    }

    @Test
    void longRunsThatDiffer_arePairedWithoutEnd() {
        Step[] steps = new Step[3_000];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = ToolCall.of("t" + i % 7, "{\"i\":" + i + "}", "x");
        }
        Divergence divergence = run(
                        Replay.of(new Dataset("long", List.of(evalCase(steps)))).tools(CallPolicy.anyArguments()),
                        context -> input -> {
                            for (int i = 2_999; i > 0; i--) {
                                context.call("t" + i % 5, "" + i);
                            }
                            return "";
                        })
                .firstDivergence()
                .orElseThrow();

        assertThat(divergence.rows().stream().filter(row -> row.recorded() != null))
                .hasSize(3_000);
        assertThat(divergence.rows().stream().filter(row -> row.observed() != null))
                .hasSize(2_999);
    }

    // ---- what the suite notices

    @Test
    void strictCase_noticesEveryChange() {
        MutationReport report = Replay.of(DATASET).mutants(context -> input -> unchanged(context, input));

        assertThat(report.cases()).isEqualTo(1);
        assertThat(report.survivors()).isEmpty();
        assertThat(report.mutants()).extracting(MutationReport.Mutant::mutation).contains(Mutation.values());
    }

    @Test
    void looseCase_saysWhatItDoesNotNotice() {
        Dataset loose = new Dataset("loose", List.of(RECORDED.withExpectations(List.of(new Expectation.Succeeds()))));

        MutationReport report = Replay.of(loose)
                .tools(CallPolicy.anyArguments())
                .mutants(context -> input -> unchanged(context, input));

        assertThat(report.survivors())
                .extracting(MutationReport.Mutant::mutation)
                .contains(Mutation.DROP_CALL, Mutation.SWAP_CALLS, Mutation.SWAP_ARGUMENTS, Mutation.ALTER_ANSWER);
        assertThat(Reports.text(report))
                .startsWith("loose: ")
                .contains("- c-1: call 1, lookup, is not made", "drop call");
    }

    @Test
    void failingCases_areNotChanged() {
        MutationReport report = Replay.of(DATASET).mutants(context -> input -> "something else");

        assertThat(report.cases()).isZero();
        assertThat(Reports.text(report)).isEqualTo("shop: nothing to change in 0 passing cases.\n");
    }

    // ---- late answers

    @Test
    void delayedTools_moveTheClock() {
        List<Instant> times = new ArrayList<>();
        Replay.of(DATASET).delay("stock", Duration.ofMillis(2)).run(context -> input -> {
            context.call("stock", "{\"id\":\"A-1\"}");
            times.add(context.clock().instant());
            return "";
        });

        assertThat(times).containsExactly(Instant.EPOCH.plusMillis(2));
    }
}
