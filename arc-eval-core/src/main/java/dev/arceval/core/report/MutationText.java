package dev.arceval.core.report;

import dev.arceval.eval.MutationReport;
import dev.arceval.eval.MutationReport.Mutant;
import dev.arceval.eval.MutationReport.Mutation;
import java.util.List;
import java.util.Locale;

/** What a suite notices, as text. */
final class MutationText {

    private static final int MOST_SURVIVORS = 50;

    private MutationText() {}

    static String of(MutationReport report) {
        StringBuilder text = new StringBuilder(Printable.line(report.dataset()));
        if (report.mutants().isEmpty()) {
            return text.append(": nothing to change in ")
                    .append(Figures.count(report.cases(), "passing case"))
                    .append(".\n")
                    .toString();
        }
        text.append(": ")
                .append(report.killed())
                .append(" of ")
                .append(Figures.count(report.mutants().size(), "change"))
                .append(" noticed in ")
                .append(Figures.count(report.cases(), "passing case"))
                .append(".\n\n")
                .append(table(report));
        List<Mutant> survivors = report.survivors();
        if (!survivors.isEmpty()) {
            text.append("\nNot noticed:\n");
            survivors.stream()
                    .limit(MOST_SURVIVORS)
                    .forEach(mutant -> text.append("- ")
                            .append(Printable.line(mutant.caseId()))
                            .append(": ")
                            .append(Printable.line(mutant.what()))
                            .append('\n'));
            if (survivors.size() > MOST_SURVIVORS) {
                text.append("- and ")
                        .append(Figures.count(survivors.size() - MOST_SURVIVORS))
                        .append(" more\n");
            }
        }
        return text.toString();
    }

    private static String table(MutationReport report) {
        TextTable table = new TextTable("lrr", "change", "tried", "noticed");
        for (Mutation mutation : Mutation.values()) {
            List<Mutant> mutants = report.mutants().stream()
                    .filter(mutant -> mutant.mutation() == mutation)
                    .toList();
            if (!mutants.isEmpty()) {
                table.row(
                        mutation.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Figures.count(mutants.size()),
                        Figures.count(mutants.stream().filter(Mutant::killed).count()));
            }
        }
        return table.toString();
    }
}
