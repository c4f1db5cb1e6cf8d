package dev.arceval.testkit;

import dev.arceval.RecordedModel;
import dev.arceval.RecordedTools;
import dev.arceval.ReplayContext;
import dev.arceval.eval.EvalCase;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What is laid out for one test. */
record Bench(CurrentReplay current) implements ParameterResolver, BeforeEachCallback, AfterEachCallback {

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
            return current.context().evalCase();
        }
        return type == RecordedModel.class ? current.context().model() : current.context();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CurrentReplay.set(current);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CurrentReplay.clear();
    }
}
