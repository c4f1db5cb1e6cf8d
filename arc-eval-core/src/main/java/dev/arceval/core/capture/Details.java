package dev.arceval.core.capture;

import dev.arceval.trace.Document;
import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Message;
import dev.arceval.trace.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only some steps have to say: kept apart, so that the others stay small. */
final class Details {

    @Nullable
    String model;

    @Nullable
    Usage usage;

    @Nullable
    String errorType;

    @Nullable
    String errorMessage;

    @Nullable
    String conversation;

    @Nullable
    List<Message> inputMessages;

    @Nullable
    List<Message> outputMessages;

    @Nullable
    List<String> finishReasons;

    @Nullable
    List<Document> documents;

    @Nullable
    List<Evaluation> evaluations;

    @Nullable
    Map<String, Object> attributes;

    @Nullable
    Beside beside;

    @Nullable
    Resources resources;
}
