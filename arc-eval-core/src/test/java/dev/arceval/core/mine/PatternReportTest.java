package dev.arceval.core.mine;

import static dev.arceval.core.TestObjects.MONDAY;
import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.eval.PatternComparison;
import dev.arceval.eval.PatternReport;
import dev.arceval.eval.PatternReport.ErrorTemplate;
import dev.arceval.eval.PatternReport.Separator;
import dev.arceval.eval.PatternReport.WithinTask;
import dev.arceval.eval.StepGraph;
import dev.arceval.trace.Span;
import dev.arceval.trace.Trace;
import dev.arceval.trace.Usage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatternReportTest {

    private static final long SEED = 11;

    /** Each asks four times for the same page, so three of its model calls said nothing new. */
    @Test
    void loops_cost_isThatOfTheRoundsThatRepeat() {
        PatternMiner miner = new PatternMiner();
        for (int i = 0; i < 3; i++) {
            RunBuilder looping = run("run" + i);
            for (int round = 0; round < 4; round++) {
                looping.step(Span.builder("s", "chat")
                                .kind(Span.Kind.LLM)
                                .operation("chat")
                                .usage(Usage.ofTokens(10 + i, 0)))
                        .tool("read", "{\"page\":1}", "one");
            }
            miner.add(looping.build());
        }

        assertThat(miner.report(1, 1).notes())
                .anyMatch(note -> note.contains("3 runs went round in circles")
                        && note.contains("took 99 tokens, 33 in a run (95 % interval 26 to 40)"));
    }

    @Test
    void toolThatGoesWithFailingIsNamed() {
        PatternMiner miner = new PatternMiner();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 400; i++) {
            boolean risky = random.nextInt(5) == 0;
            RunBuilder run = run("t" + i).llm().tool("search");
            if (risky) {
                run.tool("force_push");
            }
            miner.add(ending(run.llm(), random.nextDouble() < (risky ? .6 : .1)));
        }

        PatternReport report = miner.report(3, SEED);

        Separator first = report.separators().get(0);
        assertThat(String.join(" ", first.steps())).contains("force_push");
        assertThat(first.pAdjusted()).isLessThan(.01);
        assertThat(first.low()).isPositive();
        assertThat(first.withinTask()).isEqualTo(WithinTask.NOT_ENOUGH_DATA);
        assertThat(report.separators()).hasSize(1);
        assertThat(report.suspects().get(0).name()).contains("force_push");
    }

    /** Neither of the two explains the third alone: without the one, it still goes with the other. */
    @Test
    void whatSeveralOthersExplainTogetherIsNotNamed() {
        PatternMiner miner = new PatternMiner();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1_000; i++) {
            boolean risky = i < 200;
            RunBuilder run = run("t" + i).llm();
            if (risky || random.nextInt(8) < 3) {
                run.tool("log");
            }
            if (risky) {
                run.tool(i < 100 ? "pay" : "ship");
            }
            miner.add(ending(run.llm(), random.nextDouble() < (risky ? .8 : .1)));
        }

        assertThat(miner.report(3, SEED).separators())
                .hasSize(2)
                .anyMatch(each -> String.join(" ", each.steps()).contains("pay"))
                .anyMatch(each -> String.join(" ", each.steps()).contains("ship"));
    }

    @Test
    void hardTaskIsToldFromWrongStep() {
        PatternMiner miner =
                new PatternMiner(1_000, trace -> Long.parseLong(trace.traceId().split("-")[0]));
        SplittableRandom random = new SplittableRandom(4);
        for (int task = 0; task < 120; task++) {
            boolean hard = task % 4 == 0;
            for (int trial = 0; trial < 6; trial++) {
                boolean risky = random.nextInt(3) == 0;
                RunBuilder run = run(task + "-" + trial).llm();
                if (hard) {
                    run.tool(random.nextInt(6) == 0 ? "browse" : "calculate");
                } else if (random.nextInt(6) == 0) {
                    run.tool("calculate");
                }
                if (risky) {
                    run.tool("guess");
                }
                miner.add(ending(run.llm(), random.nextDouble() < (hard ? .6 : .1) + (risky ? .3 : 0)));
            }
        }

        List<Separator> found = miner.report(3, SEED).separators();

        assertThat(found)
                .anySatisfy(each -> {
                    assertThat(each.steps()).anyMatch(step -> step.contains("guess"));
                    assertThat(each.withinTask()).isEqualTo(WithinTask.HOLDS);
                })
                .anySatisfy(each -> {
                    assertThat(each.steps()).anyMatch(step -> step.contains("calculate"));
                    assertThat(each.withinTask()).isNotEqualTo(WithinTask.HOLDS);
                });
    }

    @Test
    void reportSaysWhenThereIsNotEnoughData() {
        PatternMiner miner = new PatternMiner();
        miner.add(run("a").llm().crashed("E", "x").build());
        miner.add(run("b").llm().build());

        PatternReport report = miner.report(1, SEED);

        assertThat(report.separators()).isEmpty();
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("not enough data"));
    }

    @Test
    void reportOfNothingIsEmpty() {
        PatternReport report = new PatternMiner().report(1, SEED);

        assertThat(report.runs()).isZero();
        assertThat(report.patterns()).isEmpty();
        assertThat(report.graph().nodes()).isEmpty();
    }

    @Test
    void errorMessagesThatDifferInVolatilePartsAreOne() {
        PatternMiner miner = new PatternMiner();
        for (int i = 0; i < 5; i++) {
            miner.add(run("a" + i)
                    .failedTool(
                            "book",
                            "NotFound",
                            "Flight 'HAT" + i + "' of user_" + i + " not found at /tmp/x" + i + "/y")
                    .build());
        }
        miner.add(run("b").failedTool("book", "HttpError", "HTTP 404 for https://a.example/1?q=2")
                .build());
        miner.add(run("c").failedTool("book", "HttpError", "HTTP 500 for https://a.example/1")
                .build());

        List<ErrorTemplate> errors = miner.report(1, SEED).errors();

        assertThat(errors)
                .extracting(ErrorTemplate::template)
                .containsExactlyInAnyOrder("Flight * of * not found at *", "HTTP 404 for *", "HTTP 500 for *");
        assertThat(errors.get(0).runs()).isEqualTo(5);
        assertThat(errors.get(0).patterns()).hasSize(1);
        assertThat(errors.get(0).exampleTraceIds()).hasSize(3);
    }

    @Test
    void wordsThatDifferAreFolded() {
        PatternMiner miner = new PatternMiner();
        for (String city : List.of("Paris", "Rome", "Oslo", "Bern")) {
            miner.add(run(city)
                    .failedTool("book", "NotFound", "No seats left to " + city + " on that day")
                    .build());
        }

        assertThat(miner.report(1, SEED).errors())
                .extracting(ErrorTemplate::template)
                .containsExactly("No seats left to * on that day");
    }

    @Test
    void graphHasLoopsAndNoOrderBetweenConcurrentSteps() {
        Span root = Span.builder("r", "turn")
                .kind(Span.Kind.AGENT)
                .startEpochNanos(100)
                .endEpochNanos(900)
                .build();
        PatternMiner miner = new PatternMiner();
        miner.add(Trace.of(
                "a",
                List.of(
                        root,
                        tool("x", "search", 200, 500),
                        tool("y", "weather", 300, 600),
                        tool("z", "book", 700, 800))));

        StepGraph graph = miner.report(1, SEED).graph();

        assertThat(edges(graph))
                .containsExactlyInAnyOrder(
                        "start>turn", "turn>search", "turn>weather", "search>book", "weather>book", "book>end");
    }

    @Test
    void graphHasTheWayBackOfALoop() {
        PatternMiner miner = new PatternMiner();
        miner.add(
                run("a").tool("search").tool("read").tool("search").tool("read").build());

        assertThat(edges(miner.report(1, SEED).graph()))
                .contains("execute_tool search>execute_tool read", "execute_tool read>execute_tool search");
    }

    @Test
    void toolsUsedTogetherAreCounted() {
        PatternMiner miner = new PatternMiner();
        miner.add(run("a").tool("search").tool("read").build());
        miner.add(run("b").tool("search").build());

        assertThat(miner.report(1, SEED).toolPairs())
                .containsExactly(new PatternReport.ToolPair("read", "search", 1, 0, 1));
    }

    @Test
    void nearlyEqualStructuresAreOneFamily() {
        PatternMiner miner = new PatternMiner();
        String[] tools = {"open", "list", "read", "plan", "edit", "test", "build", "lint", "push", "close"};
        for (int variant = 0; variant < 3; variant++) {
            RunBuilder run = run("v" + variant).start(MONDAY.plusSeconds(variant));
            for (String tool : tools) {
                run.tool(tool);
            }
            miner.add(run.tool("extra_" + (char) ('a' + variant)).build());
        }
        miner.add(run("other").tool("search").llm().build());

        PatternReport report = miner.report(2, SEED);

        assertThat(report.patterns()).isEmpty();
        assertThat(report.families()).hasSize(1);
        assertThat(report.families().get(0).pattern().frequency()).isEqualTo(3);
        assertThat(report.families().get(0).structures()).isEqualTo(3);
        String first = new PatternMiner().patterns(1).patternId(run("x").llm().build());
        assertThat(report.families().get(0).pattern().familyId()).isNotEqualTo(first);
    }

    @Test
    void newAndVanishedPatternsAreFoundAndUnchangedOnesAreNot() {
        PatternMiner before = new PatternMiner();
        PatternMiner after = new PatternMiner();
        for (int i = 0; i < 100; i++) {
            before.add(run("a" + i).tool(i % 4 == 0 ? "fax" : "search").build());
            after.add(run("b" + i).tool(i % 4 == 0 ? "browse" : "search").build());
        }

        PatternComparison comparison = before.compare(after, SEED);

        assertThat(comparison.changes())
                .extracting(change -> change.type() + " " + change.operations().get(1))
                .containsExactlyInAnyOrder("NEW execute_tool browse", "VANISHED execute_tool fax");
        assertThat(comparison.changes())
                .allSatisfy(change -> assertThat(change.pAdjusted()).isLessThan(.01));
    }

    @Test
    void patternThatFailsMoreOftenIsFound() {
        PatternMiner before = new PatternMiner();
        PatternMiner after = new PatternMiner();
        for (int i = 0; i < 200; i++) {
            before.add(ending(run("a" + i).tool("search"), i % 20 == 0));
            after.add(ending(run("b" + i).tool("search"), i % 4 == 0));
        }

        PatternComparison comparison = before.compare(after, SEED);

        assertThat(comparison.changes()).hasSize(1);
        PatternComparison.Change change = comparison.changes().get(0);
        assertThat(change.type()).isEqualTo(PatternComparison.Type.FAILS_MORE);
        assertThat(change.baseline()).isEqualTo(.05);
        assertThat(change.current()).isEqualTo(.25);
        assertThat(change.low()).isPositive();
    }

    private static List<String> edges(StepGraph graph) {
        return graph.edges().stream()
                .map(edge -> label(graph, edge.from()) + ">" + label(graph, edge.to()))
                .toList();
    }

    private static String label(StepGraph graph, String id) {
        return graph.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .map(StepGraph.Node::label)
                .orElse(id);
    }

    private static Trace ending(RunBuilder run, boolean badly) {
        return (badly ? run.judged("fail") : run).build();
    }

    private static Span tool(String id, String tool, long start, long end) {
        return Span.builder(id, tool)
                .kind(Span.Kind.TOOL)
                .toolName(tool)
                .parentSpanId("r")
                .startEpochNanos(start)
                .endEpochNanos(end)
                .build();
    }
}
