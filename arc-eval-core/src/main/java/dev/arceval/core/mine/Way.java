package dev.arceval.core.mine;

import dev.arceval.core.json.CanonicalJson;
import dev.arceval.trace.Span;
import java.util.Optional;

/** What a step does, arguments and model included: doing the same once more is the same way, anything else another. */
final class Way {

    private static final int LONGEST_COMPARED = 20_000;

    private Way() {}

    /** Returns a hash of what the step does; steps of different kinds, tools, models or arguments differ. */
    static long of(Span span) {
        long hash = Hash.of(span.kind() + "\u001f" + span.operation().orElse(span.name()));
        hash = Hash.join(hash, text(span.toolCall().map(call -> call.name())));
        hash = Hash.join(hash, text(span.model()));
        return Hash.join(hash, arguments(span));
    }

    /** Returns a hash of the tool and what it was called with; arguments that were not recorded are all alike. */
    static long ofCall(String tool, Span span) {
        return Hash.join(Hash.of(tool), arguments(span));
    }

    /** Returns a hash of a text as JSON: order of keys and white space do not count. */
    static long ofText(String text) {
        return text.length() > LONGEST_COMPARED
                ? Hash.of(text)
                : Hash.of(CanonicalJson.of(text).toString());
    }

    private static long arguments(Span span) {
        return span.toolCall()
                .flatMap(call -> Optional.ofNullable(call.arguments()))
                .map(Way::ofText)
                .orElse(0L);
    }

    private static long text(Optional<String> text) {
        return text.map(Hash::of).orElse(0L);
    }
}
