package dev.arceval.core.curate;

import static dev.arceval.core.TestObjects.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.TestObjects;
import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.core.replay.ExpectationScorer;
import dev.arceval.core.replay.Likeness;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.PassesArgument;
import dev.arceval.eval.Observation;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.Score;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.node.JsonNodeFactory;

class CurationPropertiesTest {

    private static final Set<Outcome.Label> FAILED = Set.of(Outcome.Label.FAILURE, Outcome.Label.ABORTED);

    @Property(tries = 300)
    void answerOfFailedRunIsNeverExpected(@ForAll("runs") List<Run> runs) {
        for (EvalCase each : choose(runs, 50, 0).dataset().cases()) {
            List<String> failedAnswers = runs.stream()
                    .map(Run::trace)
                    .filter(trace -> trace.input().equals(Optional.of(each.input())))
                    .filter(trace -> FAILED.contains(trace.outcome().label()))
                    .flatMap(trace -> trace.output().stream())
                    .toList();

            each.expectedAnswer().ifPresent(answer -> assertThat(failedAnswers).doesNotContain(answer));
        }
    }

    @Property(tries = 300)
    void exactlyAsManyCasesAsAskedForOrAllThereAre(
            @ForAll("runs") List<Run> runs, @ForAll @IntRange(min = 1, max = 12) int limit) {
        Selection selection = choose(runs, limit, 0);

        assertThat(selection.dataset().size()).isEqualTo(Math.min(limit, selection.distinct()));
    }

    @Property(tries = 200)
    void orderOfRunsDoesNotMatter(@ForAll("runs") List<Run> runs, @ForAll long order, @ForAll long seed) {
        List<Run> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, new Random(order));

        assertThat(DatasetCodec.encode(choose(shuffled, 5, seed).dataset()))
                .isEqualTo(DatasetCodec.encode(choose(runs, 5, seed).dataset()));
    }

    /** Whatever agents pass: nothing is expected of an argument that a run it was learned from does not show. */
    @Property(tries = 200)
    void whatIsLearnedOfArguments_holdsInEveryRunItWasLearnedFrom(@ForAll("callingRuns") List<Run> runs) {
        for (EvalCase each : choose(runs, 50, 0).dataset().cases()) {
            List<Expectation> arguments = each.expectations().stream()
                    .filter(PassesArgument.class::isInstance)
                    .toList();
            if (arguments.isEmpty()) {
                continue;
            }
            runs.stream()
                    .map(Run::trace)
                    .filter(trace -> trace.input().equals(Optional.of(each.input())))
                    .forEach(trace -> assertThat(new ExpectationScorer(Likeness.plain())
                                    .score(each.withExpectations(arguments), observed(trace)))
                            .isEqualTo(Score.pass(ExpectationScorer.NAME)));
        }
    }

    private static Observation observed(Trace trace) {
        return new Observation(null, null, null, trace.toolCalls(), List.of(), Duration.ZERO);
    }

    /** Good runs of six inputs; each call passes what the input says, what the call before returned, or anything. */
    @Provide
    Arbitrary<List<Run>> callingRuns() {
        Arbitrary<String> value = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("INPUT", "RESULT")),
                Tuple.of(4, Arbitraries.of("ab-1", "cd-2", "7", "12")),
                Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(4)));
        Arbitrary<Run> one = Combinators.combine(
                        Arbitraries.integers().between(0, 99_999),
                        Arbitraries.integers().between(100, 105),
                        value.list().ofMaxSize(3))
                .as(CurationPropertiesTest::callingRun);
        return one.list()
                .ofMinSize(8)
                .ofMaxSize(30)
                .uniqueElements(run -> run.trace().traceId());
    }

    private static Run callingRun(int id, int input, List<String> values) {
        RunBuilder run = TestObjects.run("t" + id).input("order " + input).judged("pass");
        String last = "order";
        for (String value : values) {
            String passed = value.equals("INPUT") ? String.valueOf(input) : value.equals("RESULT") ? last : value;
            last = "result-" + id;
            run.tool("find", "{\"key\":" + JsonNodeFactory.instance.stringNode(passed) + "}", "[\"" + last + "\"]");
        }
        return new Run(run.build(), "p", Set.of(Kind.SUCCESS), false, List.of(), 0);
    }

    @Provide
    Arbitrary<List<Run>> runs() {
        Arbitrary<Run> one = Combinators.combine(
                        Arbitraries.integers().between(0, 99_999),
                        Arbitraries.of("Where is my order?", "Cancel it", "Find me a bench"),
                        Arbitraries.of("done", "yes", "no"),
                        Arbitraries.of("search", "read", "write").list().ofMaxSize(2),
                        Arbitraries.of(Outcome.Label.class))
                .as(CurationPropertiesTest::run);
        return one.list().ofMaxSize(25).uniqueElements(run -> run.trace().traceId());
    }

    private static Run run(int id, String input, String answer, List<String> tools, Outcome.Label end) {
        RunBuilder run = TestObjects.run("t" + id)
                .input(input)
                .answer(answer)
                .start(MONDAY.plusSeconds(id))
                .llm();
        tools.forEach(run::tool);
        switch (end) {
            case FAILURE -> run.judged("fail");
            case ABORTED -> run.crashed("TimeoutError", "slow");
            case UNKNOWN -> run.neverEnded();
            case SUCCESS -> run.judged("pass");
        }
        Set<Kind> kinds = Set.of(
                switch (end) {
                    case SUCCESS -> Kind.SUCCESS;
                    case FAILURE, ABORTED -> Kind.FAILURE;
                    case UNKNOWN -> Kind.UNDECIDED;
                });
        return new Run(run.build(), "p" + tools, kinds, false, List.of(), 0);
    }

    private static Selection choose(List<Run> runs, int limit, long seed) {
        Curator curator = new Curator(new CurationRequest(
                limit, 0.7, Minimum.PREFERRED, Set.of(), Set.of(), QualityWeights.defaults(), seed));
        runs.forEach(curator::add);
        return curator.choose(
                "d",
                id -> runs.stream()
                        .map(Run::trace)
                        .filter((Trace trace) -> trace.traceId().equals(id))
                        .findFirst());
    }
}
