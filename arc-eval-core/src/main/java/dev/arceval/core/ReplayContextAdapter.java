package dev.arceval.core;

import dev.arceval.RecordedModel;
import dev.arceval.ReplayContext;
import dev.arceval.core.json.ErrorText;
import dev.arceval.core.json.ValueText;
import dev.arceval.core.replay.CallPolicies;
import dev.arceval.core.replay.Likeness;
import dev.arceval.core.replay.Recording;
import dev.arceval.eval.EvalCase;
import dev.arceval.trace.Step;
import dev.arceval.trace.ToolCall;
import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Recording} behind the {@link ReplayContext} door. */
final class ReplayContextAdapter implements ReplayContext {

    private final EvalCase evalCase;
    private final Recording recording;
    private final RecordedModel model;
    private final Map<String, Duration> delays;
    private final Seam seam;
    private final RecordedClock clock;
    private final AtomicInteger toolCalls = new AtomicInteger();

    ReplayContextAdapter(EvalCase evalCase, Likeness likeness, CallPolicies policies) {
        this(evalCase, likeness, policies, Map.of(), Seam.NONE);
    }

    /** @param delays how much later than at once tools answer, by name */
    ReplayContextAdapter(
            EvalCase evalCase, Likeness likeness, CallPolicies policies, Map<String, Duration> delays, Seam seam) {
        this.evalCase = evalCase;
        this.delays = delays;
        this.seam = seam;
        this.clock = new RecordedClock(evalCase.provenance().recordedAt(), ZoneOffset.UTC);
        this.recording = new Recording(evalCase.steps(), likeness, policies);
        this.model = new RecordedModelAdapter(recording);
    }

    @Override
    public EvalCase evalCase() {
        return evalCase;
    }

    @Override
    public RecordedModel model() {
        return model;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String call(String tool, @Nullable Object arguments) {
        return call(tool, arguments, String.class);
    }

    @Override
    public <R> R call(String tool, @Nullable Object arguments, Class<R> resultType) {
        return unchecked(tool, arguments, resultType, null);
    }

    @Override
    public <A, R> Function<A, R> tool(String tool, Class<R> resultType) {
        return arguments -> call(tool, arguments, resultType);
    }

    @Override
    public <A, R> Function<A, R> tool(String tool, Function<? super A, ? extends R> live, Class<R> resultType) {
        return arguments -> unchecked(tool, arguments, resultType, () -> live.apply(arguments));
    }

    @SuppressWarnings("unchecked") // What the live tool returns is an R; what was recorded is read as one.
    private <R> R unchecked(String tool, @Nullable Object arguments, Class<R> resultType, @Nullable Callable<?> live) {
        try {
            return (R) call(tool, arguments, resultType, live);
        } catch (RuntimeException error) {
            throw error;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RecordedToolException(ErrorText.of(interrupted));
        } catch (Exception checked) {
            throw new RecordedToolException(ErrorText.of(checked));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // A result type may be Void.
    public Object call(String tool, @Nullable Object arguments, Type resultType, @Nullable Callable<?> live)
            throws Exception {
        int number = toolCalls.getAndIncrement();
        String text = seam.arguments(number, ValueText.of(arguments));
        waitFor(tool);
        Recording.Answer answer = recording.answer(tool, text, live != null);
        if (answer instanceof Recording.Answer.Unrecorded unrecorded) {
            throw new UnrecordedCallException(unrecorded.message());
        }
        if (answer instanceof Recording.Answer.Live && live != null) {
            return goLive(tool, text, live);
        }
        ToolCall call = (ToolCall) ((Recording.Answer.Recorded) answer).call();
        if (call.error() != null && seam.ignoresError(number)) {
            return RecordedResult.as(resultType, "null", tool);
        }
        if (call.error() != null) {
            throw RecordedFailure.of(call.error(), RecordedToolException::new);
        }
        return RecordedResult.as(resultType, String.valueOf(call.result()), tool);
    }

    private void waitFor(String tool) throws InterruptedException {
        Duration delay = delays.get(tool);
        if (delay != null) {
            clock.move(delay);
            Thread.sleep(delay.toMillis());
        }
    }

    private @Nullable Object goLive(String tool, @Nullable String arguments, Callable<?> live) throws Exception {
        try {
            Object result = live.call();
            if (result instanceof CompletionStage<?> stage) {
                stage.whenComplete((value, error) -> note(tool, arguments, value, error));
            } else {
                note(tool, arguments, result, null);
            }
            return result;
        } catch (Throwable error) {
            note(tool, arguments, null, error);
            throw error;
        }
    }

    private void note(String tool, @Nullable String arguments, @Nullable Object result, @Nullable Throwable error) {
        recording.wentLive(
                tool,
                arguments,
                error == null ? ValueText.of(result) : null,
                error == null ? null : ErrorText.of(error));
    }

    @Override
    public List<ToolCall> calls() {
        return recording.steps().stream()
                .filter(ToolCall.class::isInstance)
                .map(ToolCall.class::cast)
                .toList();
    }

    @Override
    public List<Step> steps() {
        return recording.steps();
    }

    @Override
    public List<String> unrecorded() {
        return recording.unrecorded();
    }
}
