package dev.arceval.eval;

import java.util.List;
import java.util.Optional;

/**
 * The answer to "did it get worse?", with its evidence.
 *
 * @param verdict {@link Verdict#REGRESSION} if any finding is one; {@link Verdict#NO_REGRESSION} if every metric's
 *     overall finding shows it; else {@link Verdict#INCONCLUSIVE}. Never {@link Verdict#IMPROVEMENT}: improvements are
 *     findings
 * @param findings everything that was tested: overall first, then patterns by traffic, metrics in a fixed order
 * @param notes what the reader must know to trust the verdict: the unit taken as independent, what was left out and why
 * @since 0.1
 */
public record RegressionReport(Verdict verdict, List<Finding> findings, List<String> notes) {

    public RegressionReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Returns the findings that got worse, in order. */
    public List<Regression> regressions() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.REGRESSION)
                .flatMap(finding -> regression(finding).stream())
                .toList();
    }

    /** Returns the findings that got better, in order. */
    public List<Finding> improvements() {
        return findings.stream()
                .filter(finding -> finding.verdict() == Verdict.IMPROVEMENT)
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
        return switch (finding.metric()) {
            case "latency" -> Optional.of(new Regression.Latency(finding));
            case "errors" -> Optional.of(new Regression.Errors(finding));
            default -> Optional.empty();
        };
    }
}
