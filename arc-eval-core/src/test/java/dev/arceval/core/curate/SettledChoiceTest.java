package dev.arceval.core.curate;

import static dev.arceval.core.TestObjects.MONDAY;
import static dev.arceval.core.TestObjects.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.arceval.core.TestObjects.RunBuilder;
import dev.arceval.core.curate.CurationRequest.Minimum;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.EvaluationCandidate;
import dev.arceval.eval.QualityWeights;
import dev.arceval.eval.TracePattern.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a person settles before the choice: pins, exclusions, budgets, an earlier dataset, a split. */
class SettledChoiceTest {

    @Test
    void pinnedRunBecomesACase_whateverItsKindAndQuality() {
        List<Run> runs = runs(30);
        CurationRequest strict = request(5, Wishes.none().pinning("recycled-t7", "t8"))
                .minQuality(1)
                .excluding(Set.of(Kind.SUCCESS));

        assertThat(ids(choose(strict, runs))).containsExactly("recycled-t7", "recycled-t8");
        assertThat(ids(choose(request(5, Wishes.none().pinning("t7")), runs)))
                .hasSize(5)
                .contains("recycled-t7");
    }

    @Test
    void runThatIsNotWanted_isNoCase_norAreOthersLikeIt() {
        List<Run> runs = new ArrayList<>(runs(10));
        runs.add(of(run("twin").input("question 3 about thing 3").tool("t3"), "p3", 3));
        List<String> without = ids(choose(request(10, Wishes.none().leavingOut("twin")), runs));

        assertThat(without).hasSize(9).doesNotContain("recycled-t3", "recycled-twin");
    }

    @Test
    void kindHasABudget_andTheRestIsFilledWithOthers() {
        List<Run> runs = new ArrayList<>(runs(10));
        IntStream.range(0, 10)
                .forEach(i -> runs.add(new Run(
                        run("f" + i)
                                .input("broken " + i + " of " + i)
                                .crashed("E" + i, "m")
                                .build(),
                        "pf" + i,
                        Set.of(Kind.FAILURE),
                        false,
                        List.of("E" + i),
                        0)));
        List<String> chosen = ids(choose(request(12, Wishes.none().atMost(Kind.FAILURE, 3)), runs));

        assertThat(chosen).hasSize(12);
        assertThat(chosen).filteredOn(id -> id.startsWith("recycled-f")).hasSizeLessThanOrEqualTo(3);
        assertThat(ids(choose(request(20, Wishes.none().atMost(Kind.FAILURE, 0)), runs)))
                .hasSize(10)
                .noneMatch(id -> id.startsWith("recycled-f"));
    }

    @Test
    void updateKeepsEveryLineAndAddsWhatIsMissing() {
        List<Run> runs = runs(30);
        Dataset before = choose(request(8, Wishes.none()), runs.subList(0, 15));
        Dataset after = choose(request(12, Wishes.none().updating(before)), runs);

        assertThat(after.cases()).hasSize(12).containsAll(before.cases());
        assertThat(lines(after)).containsAll(lines(before));
        // Nothing is asked twice, and a case stays although its run is gone.
        assertThat(after.cases()).extracting(EvalCase::input).doesNotHaveDuplicates();
        assertThat(choose(request(8, Wishes.none().updating(before)), runs.subList(20, 30))
                        .cases())
                .isEqualTo(before.cases());
        String unwanted = before.cases().get(0).id();
        assertThat(ids(choose(request(8, Wishes.none().updating(before).leavingOut(unwanted)), runs)))
                .hasSize(8)
                .doesNotContain(unwanted);
    }

    @Test
    void splitPutsEveryTaskOnOneSide() {
        List<Run> runs = new ArrayList<>();
        IntStream.range(0, 200)
                .forEach(i -> runs.add(of(run("t" + i).input("question " + i + " thing " + i), "p" + i, 1 + i / 4)));
        Set<Long> worked = tasks(runs, choose(request(200, Wishes.none().heldOut(.3, false)), runs));
        Set<Long> aside = tasks(runs, choose(request(200, Wishes.none().heldOut(.3, true)), runs));

        assertThat(worked).doesNotContainAnyElementsOf(aside);
        assertThat(worked.size() + aside.size()).isEqualTo(50);
        assertThat(aside.size()).isBetween(5, 25);
        assertThatIllegalArgumentException().isThrownBy(() -> Wishes.none().heldOut(1, false));
    }

    @Test
    void runsOfOneTaskWordedDifferently_areOneFeature() {
        List<Run> runs = new ArrayList<>();
        for (int task = 1; task <= 6; task++) {
            for (int trial = 0; trial < 4; trial++) {
                String id = "t" + task + trial;
                runs.add(of(run(id).input("ask " + id + " for " + id + " please " + id), "p" + trial, task));
            }
        }

        assertThat(tasks(runs, choose(request(6, Wishes.none()), runs))).hasSize(6);
    }

    @Test
    void evidenceValuesWhatIsRareUncertainAndFrequent_termByTerm() {
        List<Run> runs = new ArrayList<>();
        IntStream.range(0, 40)
                .forEach(i -> runs.add(of(run("t" + i).input("usual " + i).tool("search"), "usual", 100 + i)));
        runs.add(new Run(
                run("rare").input("odd").tool("reactor").crashed("Boom", "m").build(),
                "odd",
                Set.of(Kind.FAILURE),
                false,
                List.of("Boom: m"),
                7));
        runs.add(of(run("same").input("odd again").tool("search"), "usual", 7));
        Curator curator = new Curator(request(1, Wishes.none().valuedByEvidence()));
        runs.forEach(curator::add);
        List<EvaluationCandidate> candidates = curator.candidates();
        EvaluationCandidate rare = candidates.get(0);
        EvaluationCandidate usual = candidates.stream()
                .filter(candidate -> candidate.traceId().equals("t1"))
                .findFirst()
                .orElseThrow();

        assertThat(rare.traceId()).isEqualTo("rare");
        assertThat(rare.evidence()).containsOnlyKeys("novelty", "surprise", "uncertainty", "traffic");
        assertThat(rare.evidence().get("novelty"))
                .isGreaterThan(usual.evidence().get("novelty"));
        assertThat(rare.evidence().get("surprise")).isEqualTo(.3);
        // One of two runs of the task passed: 4 · ½ · ½ · (1 − ½), a fifth of it.
        assertThat(rare.evidence()).containsEntry("uncertainty", .1);
        assertThat(usual.evidence()).containsEntry("uncertainty", 0.).containsEntry("traffic", .2);
        assertThat(ids(choose(request(1, Wishes.none().valuedByEvidence()), runs.subList(0, 41))))
                .hasSize(1);
    }

    private static List<Run> runs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> of(
                        run("t" + i)
                                .input("question " + i + " about thing " + i)
                                .start(MONDAY.plusSeconds(i))
                                .tool("t" + i % 7),
                        "p" + i,
                        i + 1))
                .toList();
    }

    private static Run of(RunBuilder run, String pattern, long task) {
        return new Run(run.build(), pattern, Set.of(Kind.SUCCESS), false, List.of(), task);
    }

    private static CurationRequest request(int limit, Wishes wishes) {
        return new CurationRequest(limit, 0, Minimum.PREFERRED, Set.of(), Set.of(), QualityWeights.defaults(), 1)
                .wishes(wishes);
    }

    private static Dataset choose(CurationRequest request, Collection<Run> runs) {
        Curator curator = new Curator(request);
        runs.forEach(curator::add);
        return curator.choose(
                        "smoke",
                        id -> runs.stream()
                                .map(Run::trace)
                                .filter(trace -> trace.traceId().equals(id))
                                .findFirst())
                .dataset();
    }

    private static List<String> ids(Dataset dataset) {
        return dataset.cases().stream().map(EvalCase::id).toList();
    }

    private static List<String> lines(Dataset dataset) {
        return Stream.of(new String(DatasetCodec.encode(dataset), StandardCharsets.UTF_8).split("\n"))
                .toList();
    }

    private static Set<Long> tasks(List<Run> runs, Dataset dataset) {
        Set<Long> tasks = new HashSet<>();
        for (EvalCase evalCase : dataset.cases()) {
            Optional<Run> run = runs.stream()
                    .filter(one ->
                            one.trace().traceId().equals(evalCase.provenance().traceId()))
                    .findFirst();
            tasks.add(run.orElseThrow().task());
        }
        return tasks;
    }
}
