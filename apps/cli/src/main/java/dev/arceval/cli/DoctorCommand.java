package dev.arceval.cli;

import dev.arceval.Doctor;
import dev.arceval.Reports;
import dev.arceval.TraceRecycler;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Use;
import dev.arceval.trace.IngestReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether traces carry what is needed, and which setting brings what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Says, agent by agent, what traces can be used for, what they lack, and which setting of which framework"
                        + " brings it. Stores nothing and quotes no content.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--require",
            paramLabel = "USE[=SHARE]",
            split = ",",
            description =
                    "Exit with 1 unless traces of every agent can be used so, at least that share of them, from 0 to 1."
                            + " USE: case, expectation, replay, cost, latency, releases, quality, conversations")
    private List<String> required = List.of();

    @Option(names = "--lenient", description = "Exit with 0 if anything could be read")
    private boolean lenient;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "1..*",
            description =
                    "Trace files, directories, patterns, - for standard input, or store?agent=…&version=…&from=…&to=…&outcome=…")
    private List<String> sources = List.of();

    @Override
    public Integer call() {
        List<Requirement> requirements =
                required.stream().map(Requirement::parse).toList();
        List<Path> files = new ArrayList<>();
        Diagnosis diagnosis = Diagnosis.none();
        for (String source : sources) {
            if (Source.isStore(source)) {
                diagnosis = diagnosis.plus(stored(source));
            } else {
                files.add(Path.of(source));
            }
        }
        IngestReport read = read(Inputs.named(files));
        Diagnosis whole = diagnosis.plus(read.diagnosis());
        output.text().print(Reports.text(whole));
        if (read.totals().rejected() > 0) {
            output.text().print("\n" + Reports.text(read));
        }
        output.result(() -> "{\"read\":" + Reports.json(read).strip() + ",\n\"diagnosis\":"
                + Reports.json(whole).strip() + "}\n");
        List<Requirement> missed =
                requirements.stream().filter(each -> !each.holds(whole)).toList();
        missed.forEach(each -> output.err().println("arc-eval: not every agent's traces can be used for " + each));
        int code = files.isEmpty() ? ExitCode.DONE : Ingest.exitCode(read, lenient);
        return code == ExitCode.DONE && !missed.isEmpty() ? ExitCode.WORSE : code;
    }

    private static IngestReport read(List<Path> inputs) {
        List<Path> files = new ArrayList<>(inputs);
        if (!files.remove(Inputs.STANDARD_INPUT)) {
            return Doctor.examine(files);
        }
        List<IngestReport.Source> sources =
                new ArrayList<>(Doctor.examine("standard input", System.in).files());
        sources.addAll(Doctor.examine(files).files());
        return IngestReport.of(sources);
    }

    private Diagnosis stored(String source) {
        try (TraceRecycler recycler = store.openToRead()) {
            return Doctor.diagnose(recycler.find(Source.query(source)));
        }
    }

    /**
     * What every agent must be good for.
     *
     * @param share the least share of its traces; 0 for at least one trace
     */
    private record Requirement(Use use, double share) {

        static Requirement parse(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            return new Requirement(use(name, text), equals < 0 ? 0 : share(text.substring(equals + 1), text));
        }

        private static Use use(String name, String text) {
            for (Use use : Use.values()) {
                if (word(use).equals(name.trim())) {
                    return use;
                }
            }
            throw new IllegalArgumentException("--require must name one of " + uses() + ": " + text);
        }

        private static double share(String number, String text) {
            try {
                double share = Double.parseDouble(number);
                if (share >= 0 && share <= 1) {
                    return share;
                }
            } catch (NumberFormatException malformed) {
                throw new IllegalArgumentException("the share of --require must be a number: " + text, malformed);
            }
            throw new IllegalArgumentException("the share of --require must be from 0 to 1: " + text);
        }

        /** No agent at all is good for nothing. */
        boolean holds(Diagnosis diagnosis) {
            return !diagnosis.agents().isEmpty() && diagnosis.agents().stream().allMatch(this::holds);
        }

        private boolean holds(Diagnosis.Agent agent) {
            Diagnosis.Share found = agent.uses().getOrDefault(use, Diagnosis.Share.NONE);
            return found.count() > 0 && found.count() >= share * found.of();
        }

        private static String uses() {
            return Arrays.stream(Use.values()).map(Requirement::word).collect(Collectors.joining(", "));
        }

        private static String word(Use use) {
            return use.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return word(use) + (share == 0 ? "" : ", at least " + share + " of them");
        }
    }
}
