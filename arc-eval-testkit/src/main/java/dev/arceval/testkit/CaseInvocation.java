package dev.arceval.testkit;

import dev.arceval.RecordedModel;
import dev.arceval.RecordedTools;
import dev.arceval.ReplayContext;
import dev.arceval.eval.EvalCase;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.opentest4j.AssertionFailedError;

/** One test: a case and the tools that answer from its recording. */
final class CaseInvocation implements TestTemplateInvocationContext {

    private static final int MAX_INPUT_CHARS = 60;

    private final EvalCase evalCase;

    CaseInvocation(EvalCase evalCase) {
        this.evalCase = evalCase;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return evalCase.id() + ": " + Text.oneLine(evalCase.input(), MAX_INPUT_CHARS);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(new Bench(evalCase, ReplayContext.of(evalCase)));
    }

    /** What is laid out for one test, and looked over after it. */
    private static final class Bench
            implements ParameterResolver, BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

        private final EvalCase evalCase;
        private final ReplayContext replayed;

        Bench(EvalCase evalCase, ReplayContext replayed) {
            this.evalCase = evalCase;
            this.replayed = replayed;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == EvalCase.class
                    || type == RecordedTools.class
                    || type == RecordedModel.class
                    || type == ReplayContext.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            if (type == EvalCase.class) {
                return evalCase;
            }
            return type == RecordedModel.class ? replayed.model() : replayed;
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            CurrentTools.set(evalCase, replayed);
        }

        /** A test that failed has said why; one that passed must not have hidden a call. */
        @Override
        public void afterTestExecution(ExtensionContext context) {
            List<String> unrecorded = replayed.unrecorded();
            if (context.getExecutionException().isEmpty() && !unrecorded.isEmpty()) {
                throw new AssertionFailedError("Case " + evalCase.id()
                        + " made calls that were not recorded, and the test passed without them:\n"
                        + Text.indented(String.join("\n", unrecorded)));
            }
        }

        @Override
        public void afterEach(ExtensionContext context) {
            CurrentTools.clear();
        }
    }
}
