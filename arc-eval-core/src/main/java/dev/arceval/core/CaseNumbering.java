package dev.arceval.core;

import dev.arceval.core.redact.PseudonymNumbers;
import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Expectation;
import dev.arceval.eval.Expectation.Argument;
import dev.arceval.trace.Message;
import dev.arceval.trace.ModelCall;
import dev.arceval.trace.Step;
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
                evalCase.steps().stream().map(numbering::step).toList(),
                evalCase.expectations().stream().map(numbering::expectation).toList(),
                evalCase.provenance());
    }

    private Step step(Step step) {
        return step instanceof ToolCall call ? call(call) : call((ModelCall) step);
    }

    private ModelCall call(ModelCall call) {
        return new ModelCall(
                call.model(),
                call.input().stream().map(this::message).toList(),
                call.output().stream().map(this::message).toList(),
                call.finishReasons(),
                call.usage(),
                text(call.error()));
    }

    private Message message(Message message) {
        return new Message(
                message.role(), message.parts().stream().map(this::part).toList(), text(message.name()));
    }

    private Message.Part part(Message.Part part) {
        if (part instanceof Message.Text said) {
            return new Message.Text(numbers.rename(said.content()));
        }
        if (part instanceof Message.ToolRequest asked) {
            return new Message.ToolRequest(asked.id(), asked.name(), text(asked.arguments()));
        }
        if (part instanceof Message.ToolResponse answered) {
            return new Message.ToolResponse(answered.id(), numbers.rename(answered.result()));
        }
        Message.Other other = (Message.Other) part;
        return new Message.Other(other.type(), numbers.rename(other.json()));
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
        if (expectation instanceof Expectation.AnswerLacks parts) {
            return new Expectation.AnswerLacks(
                    parts.texts().stream().map(numbers::rename).toList());
        }
        if (expectation instanceof Expectation.PassesArgument passes) {
            return new Expectation.PassesArgument(
                    passes.tool(), passes.path(), argument(passes.argument()), passes.runs());
        }
        if (expectation instanceof Expectation.AvoidsError error) {
            return new Expectation.AvoidsError(error.errorType(), text(error.message()));
        }
        return expectation;
    }

    private Argument argument(Argument argument) {
        return argument instanceof Argument.OneOf one
                ? new Argument.OneOf(one.values().stream().map(numbers::rename).toList())
                : argument;
    }

    private @Nullable String text(@Nullable String text) {
        return text == null ? null : numbers.rename(text);
    }
}
