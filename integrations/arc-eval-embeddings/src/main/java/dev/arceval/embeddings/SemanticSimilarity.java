package dev.arceval.embeddings;

import dev.arceval.eval.EvalCase;
import dev.arceval.eval.Observation;
import dev.arceval.eval.Score;
import dev.arceval.spi.Scorer;
import java.util.Locale;

/**
 * How near the answer comes to the expected one in what it is about: the cosine of the angle between their vectors, 0 at least,
 * cut after three digits. Immutable and thread-safe.
 *
 * <p>The model runs inside the process and was trained on English; nothing goes over the network. A sentence takes a few
 * milliseconds. {@code docs/scorers.md} says how often it is right. It is about topics: whether something was done or not, or
 * how much of it, hardly moves the vectors. Add {@code numbers} or {@code contains} where that matters.
 *
 * <p>{@link dev.arceval.Scorers#named} finds it as {@code semantic-similarity}.
 *
 * @since 0.1
 */
public final class SemanticSimilarity implements Scorer {

    /** Nothing that is about something else got so near among the labelled pairs; docs/scorers.md has the figures. */
    private static final double SIMILAR = 0.7;

    private static final int CUT = 1_000;

    private final Embedding embedding;
    private final double atLeast;

    /** A scorer with the model in the process that lets pass from 0.7 on; for {@link java.util.ServiceLoader}. */
    public SemanticSimilarity() {
        this(new InProcessEmbedding(), SIMILAR);
    }

    private SemanticSimilarity(Embedding embedding, double atLeast) {
        this.embedding = embedding;
        this.atLeast = atLeast;
    }

    /**
     * Returns a scorer with the model in the process.
     *
     * @param similarity the least that passes, between 0 and 1
     */
    public static SemanticSimilarity atLeast(double similarity) {
        return of(new InProcessEmbedding(), similarity);
    }

    /** Returns a scorer with another model. */
    public static SemanticSimilarity of(Embedding embedding, double atLeast) {
        if (!(atLeast >= 0 && atLeast <= 1)) {
            throw new IllegalArgumentException("atLeast must be between 0 and 1: " + atLeast);
        }
        return new SemanticSimilarity(embedding, atLeast);
    }

    @Override
    public String name() {
        return "semantic-similarity";
    }

    @Override
    public Score score(EvalCase expected, Observation observed) {
        String wanted = expected.expectedAnswer().orElse("");
        if (wanted.isBlank()) {
            return Score.abstain(name(), "the case expects no answer text");
        }
        String answer = observed.answer();
        if (answer == null || answer.isBlank()) {
            return Score.fail(
                    name(),
                    observed.error().map(error -> "it ended in " + error).orElse("it answered nothing"));
        }
        double similarity = cosine(embedding.of(wanted), embedding.of(answer));
        return similarity >= atLeast
                ? new Score(name(), Score.Status.PASS, similarity, "")
                : new Score(
                        name(),
                        Score.Status.FAIL,
                        similarity,
                        String.format(Locale.ROOT, "%.3f, wanted %.3f", similarity, atLeast));
    }

    /** Cut, not rounded, so that what falls short does not look as if it had not; processors differ in later digits. */
    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            squares += (double) one[i] * one[i];
            otherSquares += (double) other[i] * other[i];
        }
        double lengths = Math.sqrt(squares * otherSquares);
        double cosine = lengths > 0 ? product / lengths : 0;
        // A text is itself, whatever the last digit says.
        return Math.max(0, Math.min(1, Math.floor(cosine * CUT + 1e-6) / CUT));
    }
}
