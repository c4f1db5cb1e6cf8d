package dev.arceval.eval;

import java.util.List;
import java.util.Optional;

/**
 * The answer to "did it get worse?", with its evidence.
 *
 * @param verdict {@link Verdict#REGRESSION} if any finding is one, drift apart; {@link Verdict#NO_REGRESSION} if every
 *     metric's overall finding shows it, drift apart; else {@link Verdict#INCONCLUSIVE}. Never
 *     {@link Verdict#IMPROVEMENT}: improvements are findings
 * @param comparable whether the two sides could be compared at all; if not, the verdict is
 *     {@link Verdict#INCONCLUSIVE} and the first note says why
 * @param findings everything that was tested: overall first, then quantiles, then patterns by traffic, metrics in a fixed
 *     order
 * @param distributions how latency, cost and tokens are spread on both sides, as far as both have them
 * @param notes what the reader must know to trust the verdict: the unit taken as independent, what was left out and why
 * @since 0.1
 */
public record RegressionReport(
        Verdict verdict,
        boolean comparable,
        List<Finding> findings,
        List<Distribution> distributions,
        List<String> notes)
        implements Report {

    public RegressionReport {
        findings = List.copyOf(findings);
        distributions = List.copyOf(distributions);
        notes = List.copyOf(notes);
    }

    /** Returns the findings that got worse, in order; drift and what says no more than another finding are not among them. */
    public List<Regression> regressions() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.REGRESSION && !isSaidByAnother(finding))
                .flatMap(finding -> regression(finding).stream())
                .toList();
    }

    /** Ranks of latency say that something moved and no factor: where another finding has one, they add nothing. */
    private boolean isSaidByAnother(Finding ranks) {
        return ranks.scale() == Finding.Scale.DIFFERENCE
                && findings.stream()
                        .anyMatch(finding -> finding.scale() == Finding.Scale.RATIO
                                && finding.metric().equals(ranks.metric())
                                && finding.verdict() == Verdict.REGRESSION);
    }

    /** Returns the findings that got better, in order. */
    public List<Finding> improvements() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.IMPROVEMENT)
                .toList();
    }

    /** Returns the findings about behaviour that moved, for good or bad, in order. */
    public List<Finding> drifts() {
        return findings.stream()
                .filter(finding -> finding.isDrift() && finding.verdict() == Verdict.REGRESSION)
                .toList();
    }

    /** Returns the finding about all runs for one metric. */
    public Optional<Finding> overall(String metric) {
        return findings.stream()
                .filter(finding ->
                        finding.metric().equals(metric) && finding.scope().equals(Finding.OVERALL))
                .findFirst();
    }

    private static Optional<Regression> regression(Finding finding) {
        String metric = finding.metric();
        int colon = metric.indexOf(':');
        return switch (colon < 0 ? metric : metric.substring(0, colon)) {
            case "latency" -> Optional.of(new Regression.Latency(finding));
            case "errors" -> Optional.of(new Regression.Errors(finding));
            case "aborts" -> Optional.of(new Regression.Aborts(finding));
            case "cost" -> Optional.of(new Regression.Cost(finding));
            case "tokens" -> Optional.of(new Regression.Tokens(finding));
            case "quality" -> Optional.of(new Regression.Quality(finding));
            case "passk" -> Optional.of(new Regression.Reliability(finding));
            default -> Optional.empty();
        };
    }
}
