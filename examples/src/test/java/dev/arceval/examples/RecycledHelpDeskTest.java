package dev.arceval.examples;

import static dev.arceval.testkit.ReplayAssertions.assertThatReplay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Faults;
import dev.arceval.Replay;
import dev.arceval.ReplayContext;
import dev.arceval.Reports;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.Divergence.Blame;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Fault;
import dev.arceval.eval.MutationReport;
import dev.arceval.eval.ReplayRun;
import dev.arceval.examples.DefectiveHelpDesk.Defect;
import dev.arceval.testkit.Gate;
import dev.arceval.testkit.NoNetwork;
import dev.arceval.testkit.RecycledTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the help desk did in production, as tests of the desk as it is now; and that they notice what breaks. */
@NoNetwork
class RecycledHelpDeskTest {

    // @start region="model-and-tools"
    @RecycledTraces("help-desk.jsonl")
    void doesAsInProduction(EvalCase recorded, ReplayContext context) {
        HelpDesk desk = new HelpDesk(context.model()::ask, context.tools(HelpDesk.Tools.class));
        assertThatReplay(recorded, desk::answer).meetsExpectations();
    }
    // @end

    // @start region="tools"
    @Gate(repeats = 15)
    @RecycledTraces("help-desk.jsonl")
    void stillWorksWithTheRealModel(EvalCase recorded, ReplayContext context) {
        HelpDesk desk = new HelpDesk(RecordHelpDesk::rules, context.tools(HelpDesk.Tools.class));
        assertThatReplay(recorded, desk::answer).meetsExpectations();
    }
    // @end

    // @start region="faults"
    @RecycledTraces(value = "help-desk.jsonl", faults = Fault.DUPLICATED)
    void bearsAPolicyThatComesTwice(EvalCase recorded, ReplayContext context) {
        HelpDesk desk = new HelpDesk(RecordHelpDesk::rules, context.tools(HelpDesk.Tools.class));
        assertThatReplay(recorded, desk::answer).meetsExpectations();
    }
    // @end

    @Test
    void hostileReceipt_isPassedOnByTheDesk_andThatIsNoticed() {
        ReplayRun run = Replay.of(Faults.in(dataset(), Fault.HOSTILE))
                .run(context -> new HelpDesk(RecordHelpDesk::rules, context.tools(HelpDesk.Tools.class))::answer);

        assertThat(run.failures())
                .anySatisfy(result -> assertThat(result.observation().answer()).contains(Faults.CANARY));
    }

    // @start region="policies"
    static final class Tolerant implements UnaryOperator<Replay> {
        @Override
        public Replay apply(Replay replay) {
            return replay.tool("find_order", CallPolicy.volatileMasked()).model(CallPolicy.ignoring("system"));
        }
    }
    // @end

    @RecycledTraces(value = "help-desk.jsonl", replay = Tolerant.class)
    void policies_areGivenAsAClass(EvalCase recorded, ReplayContext context) {
        assertThatReplay(recorded, agent(context, Defect.NONE)::answer).meetsExpectations();
    }

    @RecycledTraces("help-desk.jsonl")
    void copyWithoutDefect_isTheSameAgent(EvalCase recorded, ReplayContext context) {
        assertThatReplay(recorded, agent(context, Defect.NONE)::answer).meetsExpectations();
    }

    private static DefectiveHelpDesk agent(ReplayContext context, Defect defect) {
        return new DefectiveHelpDesk(context.model()::ask, context.tools(HelpDesk.Tools.class), defect);
    }

    private static Dataset dataset() {
        return DatasetOf.resource("help-desk.jsonl");
    }

    @ParameterizedTest
    @CsvSource({
        "PROMPT, INPUT",
        "ARGUMENT, TOOL_ARGUMENTS",
        "ORDER, CODE_ORDER",
        "NO_RETRY, CODE_ORDER",
        "FORMAT, ANSWER"
    })
    void seededDefects_areCaughtWithTheRightBlame(Defect defect, Blame blame) {
        ReplayRun run = Replay.of(dataset()).run(context -> agent(context, defect)::answer);

        assertThat(run.failures())
                .isNotEmpty()
                .allSatisfy(result -> assertThat(
                                result.firstDivergence().orElseThrow().blame())
                        .isEqualTo(blame));
    }

    @Test
    void unchangedDesk_raisesNoFalseAlarmInAThousandReplays() {
        Dataset dataset = dataset();
        Replay replay = Replay.of(dataset);
        long passed = 0;
        long runs = 0;
        while (runs < 1_000) {
            passed += replay.run(context -> agent(context, Defect.NONE)::answer).passed();
            runs += dataset.size();
        }
        assertThat(passed).isEqualTo(runs);
    }

    @Test
    void suite_noticesWhatWouldMatter() {
        // @start region="mutants"
        MutationReport report = Replay.of(dataset())
                .mutants(context -> new HelpDesk(context.model()::ask, context.tools(HelpDesk.Tools.class))::answer);
        // @end
        assertThat(report.mutants()).hasSizeGreaterThan(50);
        assertThat(report.survivors()).as(Reports.text(report)).isEmpty();
    }

    @Test
    void tolerantPolicies_letPassWhatTheyName() {
        ReplayRun strict = Replay.of(dataset()).run(context -> agent(context, Defect.PROMPT)::answer);
        ReplayRun tolerant = Replay.of(dataset())
                .model(CallPolicy.anyArguments())
                .run(context -> agent(context, Defect.PROMPT)::answer);

        assertThat(strict.passed()).isZero();
        assertThat(tolerant.failures()).isEmpty();
    }

    /** As many cases as a large suite has; {@code docs/replay.md} says how long they take. */
    @Test
    void manyCases_replayWithModelAndToolsRecorded() {
        List<EvalCase> few = dataset().cases();
        int wanted = Integer.getInteger("arceval.cases", 1_000);
        List<EvalCase> many = new ArrayList<>(IntStream.range(0, wanted)
                .mapToObj(i -> few.get(i % few.size()).withId("case-" + i))
                .toList());

        ReplayRun run = Replay.of(new Dataset("many", many)).run(context -> agent(context, Defect.NONE)::answer);

        assertThat(run.passed()).isEqualTo(wanted);
    }
}
