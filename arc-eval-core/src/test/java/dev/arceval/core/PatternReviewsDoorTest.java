package dev.arceval.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.arceval.ArcEvalException;
import dev.arceval.PatternReviews;
import dev.arceval.eval.PatternReview;
import dev.arceval.eval.PatternReview.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternReviewsDoorTest {

    private static final PatternReview ONE =
            new PatternReview("00000000000000a1", "refund", State.REVIEWED, "as it should");
    private static final PatternReview TWO = new PatternReview("00000000000000b2", null, State.ARCHIVED, null);

    @TempDir
    private Path directory;

    @Test
    void whatWasSaidIsThereAgain_inTheOrderOfIds() {
        PatternReviews reviews = PatternReviews.in(directory.resolve("new"));
        assertThat(reviews.list()).isEmpty();

        reviews.put(TWO);
        reviews.put(ONE);

        assertThat(PatternReviews.in(directory.resolve("new")).list()).containsExactly(ONE, TWO);
        assertThat(reviews.find(TWO.patternId())).contains(TWO);
        assertThat(reviews.find("00000000000000c3")).isEmpty();
    }

    @Test
    void laterReviewReplacesTheEarlierOne() {
        PatternReviews reviews = PatternReviews.in(directory);
        reviews.put(ONE);
        PatternReview changed = new PatternReview(ONE.patternId(), "return", State.OPEN, null);
        reviews.put(changed);

        assertThat(reviews.list()).containsExactly(changed);
    }

    @Test
    void brokenLineIsNamed() throws IOException {
        Files.writeString(
                directory.resolve("patterns.jsonl"),
                "{\"pattern\":\"00000000000000a1\",\"state\":\"OPEN\"}\n{\"pattern\":\"x\",\"state\":\"OPEN\"}\n");

        assertThatExceptionOfType(ArcEvalException.class)
                .isThrownBy(() -> PatternReviews.in(directory).list())
                .withMessageEndingWith("patterns.jsonl:2: patternId must be 16 hex digits: x");
    }
}
