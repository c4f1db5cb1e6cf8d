package dev.arceval.core.curate;

import static dev.arceval.core.TestObjects.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.core.TestObjects;
import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern.Kind;
import dev.arceval.trace.Outcome;
import dev.arceval.trace.Trace;
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
import net.jqwik.api.constraints.IntRange;

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
