package dev.arceval.core.capture;

import dev.arceval.core.json.ErrorText;
import dev.arceval.core.json.ValueText;
import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Span;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One step being recorded. Plain fields, written by the thread that runs the step and read by the drain thread once the
 * trace has ended; the end mark is written last and read first. No method throws.
 */
public final class Step {

    /** Names and models longer than this are no names. */
    private static final int MAX_NAME_CHARS = 256;

    private static final int MAX_ATTRIBUTES = 128;

    /** What the step should have returned: content, unlike other attributes. */
    static final String EXPECTED_OUTPUT = "expected_output";

    /** Seconds from the call to the first part of a streamed answer, by the GenAI conventions. */
    private static final String TIME_TO_FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

    private final Recorder recorder;

    private static final AtomicIntegerFieldUpdater<Step> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(Step.class, "ended");

    /** Null if the trace could not be started. */
    final @Nullable Run run;

    /** Whether this step is part of the run; not if the run is full or had ended before. */
    final boolean recorded;

    /** The step this one is part of, perhaps on another thread; null for a root. */
    final @Nullable Step parent;

    /** The step that was current on this thread before; current again once this one has ended. */
    final @Nullable Step previous;

    final Span.Kind kind;
    final String name;
    final String subject;
    final long startTick;

    /** The step added to the run before this one, and how many there were; set by {@link Run#add}. */
    @Nullable
    Step older;

    int number;

    @Nullable
    String input;

    @Nullable
    String output;

    @Nullable
    Details details;

    boolean failed;
    int droppedValues;
    long endTick;
    private volatile int ended;

    Step(
            Recorder recorder,
            @Nullable Run run,
            boolean recorded,
            @Nullable Step parent,
            @Nullable Step previous,
            Span.Kind kind,
            String name,
            String subject,
            long startTick) {
        this.recorder = recorder;
        this.run = run;
        this.recorded = recorded;
        this.parent = parent;
        this.previous = previous;
        this.kind = kind;
        this.name = name;
        this.subject = subject;
        this.startTick = startTick;
    }

    /** Sets what the step was given: text as it is, anything else as JSON; read now, so later changes are not seen. */
    public void input(@Nullable Object value) {
        if (isOpen()) {
            input = text(value);
        }
    }

    /** Sets what the step returned: text as it is, anything else as JSON. */
    public void output(@Nullable Object value) {
        if (isOpen()) {
            output = text(value);
        }
    }

    public void model(@Nullable String value) {
        if (isOpen() && value != null) {
            details().model = ValueText.cut(value, MAX_NAME_CHARS);
        }
    }

    public void usage(@Nullable Usage value) {
        if (isOpen()) {
            details().usage = value;
        }
    }

    /** Sets the conversation the step belongs to. */
    public void conversation(@Nullable String id) {
        if (isOpen() && id != null) {
            details().conversation = ValueText.cut(id, MAX_NAME_CHARS);
        }
    }

    /** Sets the messages the step was given, in place of a plain input. */
    public void inputMessages(@Nullable List<Message> messages) {
        List<Message> kept = kept(messages);
        if (kept != null) {
            details().inputMessages = kept;
        }
    }

    /** Sets the messages the step returned, in place of a plain output. */
    public void outputMessages(@Nullable List<Message> messages) {
        List<Message> kept = kept(messages);
        if (kept != null) {
            details().outputMessages = kept;
        }
    }

    /** Adds why the model stopped. */
    public void finishReason(@Nullable String reason) {
        if (isOpen() && reason != null) {
            Details all = details();
            all.finishReasons = added(all.finishReasons, ValueText.cut(reason, MAX_NAME_CHARS));
        }
    }

    /** Adds what somebody thinks of the step. */
    public void evaluation(@Nullable Evaluation evaluation) {
        if (!isOpen() || evaluation == null) {
            return;
        }
        String explanation = evaluation.explanation();
        if (explanation != null && (run == null || !run.take(explanation.length()))) {
            droppedValues++;
            return;
        }
        Details all = details();
        all.evaluations = added(all.evaluations, evaluation);
    }

    /** Adds what was found. */
    public void document(@Nullable Document document) {
        if (!isOpen() || document == null) {
            return;
        }
        String content = document.content();
        if (content != null && (run == null || !run.take(content.length()))) {
            droppedValues++;
            return;
        }
        Details all = details();
        all.documents = added(all.documents, document);
    }

    /** Sets an attribute: text, numbers and booleans as such, anything else as JSON. */
    public void attribute(@Nullable String key, @Nullable Object value) {
        if (!isOpen()) {
            return;
        }
        try {
            if (key == null || key.isEmpty() || key.length() > MAX_NAME_CHARS) {
                droppedValues++;
                return;
            }
            putAttribute(key, value);
        } catch (Throwable broken) {
            droppedValues++;
        }
    }

    /** Sets what the step should have returned. */
    public void expected(@Nullable Object value) {
        attribute(EXPECTED_OUTPUT, value);
    }

    /** Marks the step as failed. */
    public void failed(@Nullable Throwable error) {
        if (!isOpen()) {
            return;
        }
        failed = true;
        try {
            if (error != null) {
                Details all = details();
                all.errorType = ErrorText.type(error);
                all.errorMessage = ErrorText.message(error);
            }
        } catch (Throwable broken) {
            droppedValues++;
        }
    }

    /** Ends the step. The end of a root ends its trace; steps below that do not end soon after stay without an end. */
    public void end() {
        recorder.end(this);
    }

    /** Leaves the step open but no longer current on this thread: its result is still on its way. */
    public void detach() {
        recorder.detach(this);
    }

    /** Makes the step current on this thread, until the returned task is run here. */
    public Runnable resume() {
        return recorder.resume(this);
    }

    /** Notes that the first part of a streamed result came now. */
    void firstChunk() {
        attribute(TIME_TO_FIRST_CHUNK, recorder.age(this) / 1e9);
    }

    /** Marks the step as cut short by whoever asked for it; that is no failure of the agent. */
    void cancelled() {
        if (isOpen()) {
            failed = true;
            details().errorType = "cancelled";
        }
    }

    /** Returns the counterpart in the application's own tracing; null if there is none. */
    @Nullable
    Beside beside() {
        Details all = details;
        return all == null ? null : all.beside;
    }

    void beside(Beside counterpart) {
        details().beside = counterpart;
    }

    void resources(@Nullable Resources atStart) {
        details().resources = atStart;
    }

    void addResources() {
        Details all = details;
        if (all != null && all.resources != null && isOpen()) {
            all.resources.addTo(this);
        }
    }

    private Details details() {
        Details all = details;
        if (all == null) {
            all = new Details();
            details = all;
        }
        return all;
    }

    boolean hasEnded() {
        return ended != 0;
    }

    /** Publishes the step to whoever sees its end: everything written before is visible then. */
    void markEnded(long tick) {
        endTick = tick;
        ENDED.lazySet(this, 1);
    }

    boolean isRoot() {
        return parent == null;
    }

    private boolean isOpen() {
        return recorded && run != null && ended == 0 && !run.isSealed();
    }

    /** Replaced, not changed: the drain thread may be reading the list of a step that outlives its root. */
    private <T> @Nullable List<T> added(@Nullable List<T> before, T element) {
        List<T> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
        if (all.size() >= MAX_ATTRIBUTES) {
            droppedValues++;
            return before;
        }
        all.add(element);
        return all;
    }

    private @Nullable List<Message> kept(@Nullable List<Message> messages) {
        if (!isOpen() || messages == null) {
            return null;
        }
        try {
            List<Message> copy = List.copyOf(messages);
            int chars = 0;
            for (Message message : copy) {
                chars += message.text().length();
            }
            if (run != null && run.take(chars)) {
                return copy;
            }
        } catch (Throwable broken) {
            // Counted below: a list that throws while it is copied is the agent's own affair.
        }
        droppedValues++;
        return null;
    }

    private void putAttribute(String key, @Nullable Object value) {
        // Replaced, not changed: the drain thread may be reading the map of a step that outlives its root.
        Details all = details();
        Map<String, Object> changed =
                all.attributes == null ? new LinkedHashMap<>() : new LinkedHashMap<>(all.attributes);
        if (changed.size() >= MAX_ATTRIBUTES && !changed.containsKey(key)) {
            droppedValues++;
            return;
        }
        Object kept = value instanceof Boolean || value instanceof Long || value instanceof Double
                ? value
                : value instanceof Integer whole ? Long.valueOf(whole) : text(value);
        if (kept != null) {
            changed.put(key, kept);
            all.attributes = changed;
        }
    }

    private @Nullable String text(@Nullable Object value) {
        try {
            String text = ValueText.of(value);
            if (run != null && run.take(text.length())) {
                return text;
            }
        } catch (Throwable broken) {
            // What broke is of no use here: it is counted below, and the agent must not see it.
        }
        droppedValues++;
        return null;
    }
}
