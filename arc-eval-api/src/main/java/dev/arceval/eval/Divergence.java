package dev.arceval.eval;

import dev.arceval.trace.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a replayed run left the recorded one, and what is to blame: the first step that differs, since what comes after may
 * follow from it.
 *
 * @param blame what is to blame
 * @param what the difference, as a sentence for a person
 * @param row the index of the first row that differs; the number of rows if all steps are the recorded ones
 * @param rows both trajectories side by side, in order
 * @since 0.1
 */
public record Divergence(Blame blame, String what, int row, List<Row> rows) {

    public Divergence {
        rows = List.copyOf(rows);
    }

    /** What makes two runs part. */
    public enum Blame {
        /** The model is asked something else: the code or template that puts prompts together. */
        INPUT("the prompt"),
        /** The model is asked the same and answers something else. */
        MODEL_OUTPUT("the model's output"),
        /** The same tool is called with other arguments. */
        TOOL_ARGUMENTS("a tool's arguments"),
        /** A tool is called the same and answers something else. */
        TOOL_RESULT("a tool's result"),
        /** A step is missing, is one too many, or comes at another place: the agent's own code. */
        CODE_ORDER("the order of steps"),
        /** The steps are the recorded ones; what is made of them differs: the code behind the last step. */
        ANSWER("the making of the answer");

        private final String words;

        Blame(String words) {
            this.words = words;
        }

        /** Returns it as a noun phrase. */
        public String words() {
            return words;
        }
    }

    /**
     * A recorded step beside an observed one.
     *
     * @param recorded absent if the observed step has no counterpart
     * @param observed absent if the recorded step has no counterpart
     * @param same whether they are the same as far as the policies of the replay look
     */
    public record Row(@Nullable Step recorded, @Nullable Step observed, boolean same) {}
}
