package dev.arceval.core;

import dev.arceval.trace.Evaluation;
import dev.arceval.trace.Span;
import dev.arceval.trace.ToolCall;
import dev.arceval.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names in runs as reports may show them. Runs to be compared need not come from a store, so nobody may have looked at what
 * their agents, steps, tools, errors and evaluations are called; what they say is counted and measured and not shown. For one
 * thread.
 */
final class ShownNames {

    /** Names recur; more different ones than this are no names, and are looked at again. */
    private static final int REMEMBERED = 10_000;

    private final Map<String, String> shown = new HashMap<>();

    /** Returns the runs under names that may be shown. */
    static Supplier<Stream<Trace>> in(Supplier<Stream<Trace>> runs) {
        return () -> runs.get().map(new ShownNames()::of);
    }

    /** Returns the run under names that may be shown; itself if it is. */
    Trace of(Trace run) {
        List<Span> spans = new ArrayList<>(run.spans().size());
        boolean same = true;
        for (Span span : run.spans()) {
            Span named = of(span);
            same &= named == span;
            spans.add(named);
        }
        return same ? run : Trace.of(run.traceId(), spans);
    }

    private Span of(Span span) {
        Edit edit = new Edit(span);
        edit.name(Optional.of(span.name()), Span.Builder::name);
        edit.name(span.operation(), Span.Builder::operation);
        edit.name(span.errorType(), Span.Builder::errorType);
        edit.name(span.agentName(), Span.Builder::agentName);
        edit.name(span.agentVersion().filter(ShownNames::mayHoldMore), Span.Builder::agentVersion);
        edit.name(span.provider(), Span.Builder::provider);
        edit.name(span.model(), Span.Builder::model);
        edit.name(span.toolCall().map(ToolCall::name), Span.Builder::toolName);
        List<Evaluation> evaluations = span.evaluations().stream().map(this::of).toList();
        if (!evaluations.equals(span.evaluations())) {
            edit.builder().evaluations(evaluations);
        }
        return edit.done();
    }

    /** Four numbers and three dots are a version here, and no address. */
    private static boolean mayHoldMore(String version) {
        return !version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private Evaluation of(Evaluation evaluation) {
        String label = evaluation.label();
        return new Evaluation(
                name(evaluation.name()),
                evaluation.score(),
                label == null ? null : name(label),
                evaluation.explanation());
    }

    private String name(String text) {
        if (shown.size() > REMEMBERED) {
            shown.clear();
        }
        return shown.computeIfAbsent(text, ShownText::of);
    }

    /** A span that becomes another one only if a name of it does. */
    private final class Edit {

        private final Span span;
        private Span.@Nullable Builder changed;

        Edit(Span span) {
            this.span = span;
        }

        void name(Optional<String> before, BiConsumer<Span.Builder, String> setter) {
            before.ifPresent(text -> {
                String after = ShownNames.this.name(text);
                if (!after.equals(text)) {
                    setter.accept(builder(), after);
                }
            });
        }

        Span.Builder builder() {
            Span.Builder builder = changed == null ? span.toBuilder() : changed;
            changed = builder;
            return builder;
        }

        Span done() {
            return changed == null ? span : changed.build();
        }
    }
}
