package dev.arceval.cli;

import dev.arceval.TraceRecycler;
import dev.arceval.trace.Deletion;
import dev.arceval.trace.TraceQuery;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes traces for good. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes a trace, a conversation, or everything of a user from the store, for good, and prints the receipt.",
            "It names the datasets, baselines and archives that hold what was deleted: those files are not changed."
        })
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RedactionOptions redaction = new RedactionOptions();

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** What is deleted: one of these. */
    static final class Choice {

        @Option(names = "--trace", required = true, paramLabel = "ID", description = "The trace with this id")
        private @Nullable String trace;

        @Option(names = "--conversation", required = true, paramLabel = "ID", description = "All of a conversation")
        private @Nullable String conversation;

        @Option(
                names = "--user",
                required = true,
                paramLabel = "ID",
                description = "All of a user, by the id or by the pseudonym that the store keeps")
        private @Nullable String user;

        TraceQuery query() {
            TraceQuery all = TraceQuery.all();
            if (trace != null) {
                return all.traceId(trace);
            }
            return conversation != null ? all.conversation(conversation) : all.user(String.valueOf(user));
        }
    }

    @Override
    public Integer call() {
        try (TraceRecycler recycler = store.open(redaction)) {
            Deletion deletion = recycler.delete(choice.query());
            output.text().println(deletion.traceIds().size() + " traces deleted.");
            if (!deletion.held().isEmpty()) {
                output.text().println("On legal hold, not deleted: " + String.join(", ", deletion.held()));
            }
            deletion.unreached().forEach(copy -> output.text().println("Not reached: " + line(copy)));
            output.result(() -> AnnotationText.json(deletion) + "\n");
            return ExitCode.DONE;
        }
    }

    private static String line(Deletion.Copy copy) {
        return copy.where()
                + (copy.item().isEmpty() ? "" : ", " + copy.item())
                + (copy.traceIds().isEmpty() ? " (may hold them)" : " (" + String.join(", ", copy.traceIds()) + ")");
    }
}
