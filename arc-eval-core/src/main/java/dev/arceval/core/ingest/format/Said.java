package dev.arceval.core.ingest.format;

import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as a transcript holds it, with what else it says: a tool's errors, and figures of the call that gave it. */
final class Said {

    final Message message;
    final List<Answer> answers = new ArrayList<>();
    Usage usage = Usage.none();

    @Nullable
    String model;

    @Nullable
    String finishReason;

    /** Whether it is an item of the responses API, of which several make one answer. */
    boolean item;

    long start;
    long end;

    Said(Message message) {
        this.message = message;
    }

    /**
     * What a tool gave back.
     *
     * @param id the call's id
     * @param name the tool, where it is said
     * @param errorType what kind of error it was, if the call failed
     * @param errorMessage what the error says
     */
    record Answer(
            @Nullable String id,
            @Nullable String name,
            String result,
            @Nullable String errorType,
            @Nullable String errorMessage) {}

    static List<Message> messages(List<Said> all) {
        return all.stream().map(said -> said.message).toList();
    }
}
