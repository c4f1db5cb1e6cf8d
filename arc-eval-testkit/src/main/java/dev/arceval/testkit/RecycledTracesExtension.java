package dev.arceval.testkit;

import dev.arceval.eval.Dataset;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.TracePattern;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one invocation of each case. Holds no state: it may be used by several classes at once. */
final class RecycledTracesExtension implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), RecycledTraces.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        RecycledTraces annotation = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), RecycledTraces.class)
                .orElseThrow(() -> new ExtensionConfigurationException("@RecycledTraces is missing"));
        if (annotation.limit() < 1) {
            throw new ExtensionConfigurationException("@RecycledTraces: limit must be positive: " + annotation.limit());
        }
        Dataset dataset = DatasetResource.read(annotation.value(), context.getRequiredTestClass());
        List<EvalCase> chosen = dataset.cases().stream()
                .filter(evalCase -> isChosen(evalCase, annotation))
                .limit(annotation.limit())
                .toList();
        if (chosen.isEmpty()) {
            throw new ExtensionConfigurationException(nothingToReplay(annotation, dataset));
        }
        return chosen.stream().map(CaseInvocation::new);
    }

    private static boolean isChosen(EvalCase evalCase, RecycledTraces annotation) {
        List<TracePattern.Kind> kinds = Arrays.asList(annotation.including());
        return (annotation.agent().isEmpty()
                        || annotation.agent().equals(evalCase.provenance().agent()))
                && (kinds.isEmpty()
                        || !Collections.disjoint(kinds, evalCase.provenance().kinds()));
    }

    private static String nothingToReplay(RecycledTraces annotation, Dataset dataset) {
        return "@RecycledTraces: dataset " + annotation.value()
                + (dataset.isEmpty()
                        ? " is empty: a replay of nothing would prove nothing"
                        : " holds " + dataset.size() + " cases, but none that is asked for");
    }
}
