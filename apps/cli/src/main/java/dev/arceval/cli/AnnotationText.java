package dev.arceval.cli;

import dev.arceval.trace.Annotations;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.Feedback;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was said about traces, and receipts, as JSON. */
final class AnnotationText {

    private AnnotationText() {}

    static String json(String traceId, Annotations said) {
        return "{\"traceId\":" + DatasetText.quoted(traceId) + ",\"feedback\":["
                + said.feedback().stream().map(AnnotationText::json).collect(Collectors.joining(",")) + "],\"tags\":"
                + texts(List.copyOf(said.tags())) + "}";
    }

    static String json(Deletion deletion) {
        return "{\"traceIds\":" + texts(deletion.traceIds()) + ",\"held\":" + texts(deletion.held()) + ",\"removed\":{"
                + deletion.removed().entrySet().stream()
                        .map(AnnotationText::json)
                        .collect(Collectors.joining(","))
                + "},\"unreached\":["
                + deletion.unreached().stream().map(AnnotationText::json).collect(Collectors.joining(",")) + "]}";
    }

    private static String json(Deletion.Copy copy) {
        return "{\"where\":" + DatasetText.quoted(copy.where()) + ",\"item\":" + DatasetText.quoted(copy.item())
                + ",\"traceIds\":" + texts(copy.traceIds()) + "}";
    }

    private static String json(Map.Entry<String, Long> entry) {
        return DatasetText.quoted(entry.getKey()) + ":" + entry.getValue();
    }

    private static String json(Feedback said) {
        return "{\"correct\":" + said.correct() + ",\"score\":" + said.score() + ",\"notes\":" + text(said.notes())
                + ",\"correctedOutput\":" + text(said.correctedOutput()) + ",\"author\":" + text(said.author())
                + ",\"time\":" + text(said.time().toString()) + "}";
    }

    private static String text(@Nullable String text) {
        return text == null ? "null" : DatasetText.quoted(text);
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(DatasetText::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
