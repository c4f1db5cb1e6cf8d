package dev.arceval.cli;

import dev.arceval.PatternReviews;
import dev.arceval.eval.PatternReview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What to keep about patterns before they are shown. */
final class ReviewOptions {

    @Option(
            names = "--name",
            paramLabel = "ID=NAME",
            description = "Call a pattern or family by this name from now on. May be given several times")
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(names = "--reviewed", paramLabel = "ID", split = ",", description = "Note that these were looked at")
    private List<String> reviewed = List.of();

    @Option(names = "--archive", paramLabel = "ID", split = ",", description = "Do not show these any more")
    private List<String> archived = List.of();

    @Option(
            names = "--reopen",
            paramLabel = "ID",
            split = ",",
            description = "Show these again, as if nobody had looked")
    private List<String> reopened = List.of();

    void applyTo(PatternReviews reviews) {
        names.forEach((id, name) -> {
            PatternReview known = known(reviews, id);
            reviews.put(new PatternReview(id, name, known.state(), known.note()));
        });
        reviewed.forEach(id -> put(reviews, id, PatternReview.State.REVIEWED));
        archived.forEach(id -> put(reviews, id, PatternReview.State.ARCHIVED));
        reopened.forEach(id -> put(reviews, id, PatternReview.State.OPEN));
    }

    private static void put(PatternReviews reviews, String id, PatternReview.State state) {
        PatternReview known = known(reviews, id);
        reviews.put(new PatternReview(id, known.name(), state, known.note()));
    }

    private static PatternReview known(PatternReviews reviews, String id) {
        return reviews.find(id).orElse(new PatternReview(id, null, PatternReview.State.OPEN, null));
    }
}
