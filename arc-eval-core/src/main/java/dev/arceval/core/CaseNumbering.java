package dev.arceval.core;

import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.trace.ToolCall;
import org.jspecify.annotations.Nullable;

/** Renames the pseudonyms of a case by counting them, so that a dataset depends on no key. */
final class CaseNumbering {

    private final PseudonymNumbers numbers;

    private CaseNumbering(boolean lookalikes) {
        numbers = new PseudonymNumbers(lookalikes);
    }

    /** @param lookalikes whether some of the pseudonyms have the form of what they stand for */
    static EvalCase of(EvalCase evalCase, boolean lookalikes) {
        CaseNumbering numbering = new CaseNumbering(lookalikes);
        return new EvalCase(
                evalCase.id(),
                numbering.numbers.rename(evalCase.input()),
                evalCase.toolCalls().stream().map(numbering::call).toList(),
                evalCase.expectations().stream().map(numbering::expectation).toList(),
                evalCase.provenance());
    }

    private ToolCall call(ToolCall call) {
        return new ToolCall(call.name(), call.id(), text(call.arguments()), text(call.result()), text(call.error()));
    }

    private Expectation expectation(Expectation expectation) {
        if (expectation instanceof Expectation.Answers answers) {
            return new Expectation.Answers(numbers.rename(answers.text()));
        }
        if (expectation instanceof Expectation.DoesNotAnswer wrong) {
            return new Expectation.DoesNotAnswer(numbers.rename(wrong.text()));
        }
        if (expectation instanceof Expectation.AnswerContains parts) {
            return new Expectation.AnswerContains(
                    parts.texts().stream().map(numbers::rename).toList());
        }
        if (expectation instanceof Expectation.AvoidsError error) {
            return new Expectation.AvoidsError(error.errorType(), text(error.message()));
        }
        return expectation;
    }

    private @Nullable String text(@Nullable String text) {
        return text == null ? null : numbers.rename(text);
    }
}
