package dev.arceval.testkit;

import dev.arceval.Faults;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The cases that an annotation asks for.
 *
 * @param source what messages call the dataset
 * @param whole the dataset they are from
 * @param file where the dataset is kept, to be updated; absent if it is made anew each time
 * @param chosen the cases to run, in order of id
 */
record Cases(String source, Dataset whole, @Nullable Path file, List<EvalCase> chosen) {

    private static final int MOST_CURATED = 1_000;

    static Cases of(RecycledTraces annotation, Class<?> testClass) {
        if (annotation.limit() < 1) {
            throw new ExtensionConfigurationException("@RecycledTraces: limit must be positive: " + annotation.limit());
        }
        Cases found = found(annotation, testClass);
        List<EvalCase> asked = found.whole.cases().stream()
                .filter(evalCase -> isAsked(evalCase, annotation))
                .toList();
        if (asked.isEmpty()) {
            throw new ExtensionConfigurationException(nothingToReplay(found));
        }
        Dataset chosen = new Dataset(found.whole.name(), limited(asked, annotation));
        if (annotation.faults().length == 0) {
            return new Cases(found.source, found.whole, found.file, chosen.cases());
        }
        return new Cases(
                found.source,
                found.whole,
                null,
                Faults.in(chosen, annotation.faults()).cases());
    }

    private static Cases found(RecycledTraces annotation, Class<?> testClass) {
        boolean supplied = annotation.dataset() != RecycledTraces.FromFile.class;
        boolean stored = !annotation.store().isEmpty();
        boolean named = !annotation.value().isEmpty();
        if ((supplied ? 1 : 0) + (stored ? 1 : 0) + (named ? 1 : 0) > 1) {
            throw new ExtensionConfigurationException(
                    "@RecycledTraces: give one of a file, a dataset and a store, not several");
        }
        if (supplied) {
            Dataset dataset =
                    ReflectionSupport.newInstance(annotation.dataset()).get();
            return new Cases(annotation.dataset().getSimpleName(), dataset, null, List.of());
        }
        if (stored) {
            return new Cases(annotation.store(), curated(annotation), null, List.of());
        }
        DatasetResource resource = DatasetResource.read(annotation.value(), testClass);
        return new Cases(annotation.value(), resource.dataset(), resource.source(), List.of());
    }

    private static Dataset curated(RecycledTraces annotation) {
        Path directory = Path.of(annotation.store());
        if (!Files.isDirectory(directory)) {
            throw new ExtensionConfigurationException(
                    "@RecycledTraces: there is no trace store in " + directory.toAbsolutePath());
        }
        try (TraceRecycler recycler =
                TraceRecycler.builder().directory(directory).build()) {
            return recycler.curate()
                    .minQuality(0)
                    .limit(Math.min(annotation.limit(), MOST_CURATED))
                    .including(annotation.including())
                    .excluding(annotation.excluding())
                    .seed(annotation.seed())
                    .toDataset("recycled");
        }
    }

    private static boolean isAsked(EvalCase evalCase, RecycledTraces annotation) {
        EvalCase.Provenance provenance = evalCase.provenance();
        List<TracePattern.Kind> including = Arrays.asList(annotation.including());
        List<String> ids = Arrays.asList(annotation.cases());
        return (annotation.agent().isEmpty() || annotation.agent().equals(provenance.agent()))
                && (including.isEmpty() || !Collections.disjoint(including, provenance.kinds()))
                && Collections.disjoint(Arrays.asList(annotation.excluding()), provenance.kinds())
                && (ids.isEmpty() || ids.contains(evalCase.id()));
    }

    private static List<EvalCase> limited(List<EvalCase> asked, RecycledTraces annotation) {
        if (annotation.seed() == 0 || asked.size() <= annotation.limit()) {
            return asked.subList(0, Math.min(asked.size(), annotation.limit()));
        }
        List<EvalCase> shuffled = new ArrayList<>(asked);
        SplittableRandom random = new SplittableRandom(annotation.seed());
        for (int i = 0; i < annotation.limit(); i++) {
            Collections.swap(shuffled, i, random.nextInt(i, shuffled.size()));
        }
        return shuffled.subList(0, annotation.limit());
    }

    private static String nothingToReplay(Cases found) {
        return "@RecycledTraces: dataset " + found.source
                + (found.whole.isEmpty()
                        ? " is empty: a replay of nothing would prove nothing"
                        : " holds " + found.whole.size() + " cases, but none that is asked for");
    }
}
