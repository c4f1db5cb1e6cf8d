package dev.arceval.testkit;

import dev.arceval.Replay;
import dev.arceval.eval.CallPolicy;
import dev.arceval.eval.Dataset;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

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
        Cases cases = Cases.of(annotation, context.getRequiredTestClass());
        Replay replay = replay(annotation, cases);
        ReplayReport report = ReplayReport.of(context);
        Optional<Gate> gate = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Gate.class);
        return gate.isPresent()
                ? new GateRun(gate.get(), cases, replay, report).invocations()
                : cases.chosen().stream().map(evalCase -> new CaseInvocation(evalCase, replay, cases, report));
    }

    private static Replay replay(RecycledTraces annotation, Cases cases) {
        Replay replay = Replay.of(new Dataset(cases.whole().name(), cases.chosen()));
        for (String tool : annotation.live()) {
            replay = replay.tool(tool, CallPolicy.live());
        }
        if (annotation.replay() == RecycledTraces.AsRecorded.class) {
            return replay;
        }
        UnaryOperator<Replay> options = ReflectionSupport.newInstance(annotation.replay());
        return options.apply(replay);
    }
}
