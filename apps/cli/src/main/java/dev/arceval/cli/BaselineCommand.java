package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.Baselines;
import dev.arceval.TraceRecycler;
import dev.arceval.eval.Baseline;
import dev.arceval.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps runs to compare with. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = "Keeps runs under a name, to be used as SRC of other commands: baseline:NAME.",
        synopsisSubcommandLabel = "COMMAND")
final class BaselineCommand {

    @Command(name = "save", mixinStandardHelpOptions = true, description = "Sets runs aside under a name.")
    int save(
            @Mixin StoreOptions store,
            @Mixin Output output,
            @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, dots and hyphens") String name,
            @Option(
                            names = "--from",
                            paramLabel = "SRC",
                            defaultValue = "store",
                            description = "A trace file, or store?agent=...&from=... Default: store")
                    String source,
            @Option(names = "--refresh", description = "Replace the one of this name") boolean refresh,
            @Option(names = "--even-if-worse", description = "With --refresh: also by worse runs")
                    boolean evenIfWorse) {
        List<Trace> runs = read(source, store);
        Baselines baselines = Baselines.in(store.directory());
        Baseline saved =
                refresh ? baselines.refresh(name, runs, source, evenIfWorse) : baselines.save(name, runs, source);
        output.text().println("Baseline " + line(saved));
        output.result(() -> json(saved) + "\n");
        return ExitCode.DONE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the baselines.")
    int list(@Mixin StoreOptions store, @Mixin Output output) {
        List<Baseline> all = Baselines.in(store.directory()).list();
        output.text().println(all.isEmpty() ? "No baseline." : count(all));
        all.forEach(baseline -> output.text().println(line(baseline)));
        output.result(() ->
                "{\"baselines\":[" + all.stream().map(BaselineCommand::json).collect(Collectors.joining(",")) + "]}\n");
        return ExitCode.DONE;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows what a baseline was made from.")
    int show(@Mixin StoreOptions store, @Mixin Output output, @Parameters(paramLabel = "NAME") String name) {
        Optional<Baseline> found = Baselines.in(store.directory()).find(name);
        Baseline baseline =
                found.orElseThrow(() -> new ArcEvalException("no baseline \"" + name + "\" in " + store.directory()));
        output.text().println("Baseline " + line(baseline));
        output.text().println("agents: " + String.join(", ", baseline.agents()));
        output.text().println("versions: " + String.join(", ", baseline.versions()));
        output.text().println("sha256: " + baseline.sha256());
        output.text().println("refreshed: " + baseline.refreshed());
        output.result(() -> json(baseline) + "\n");
        return ExitCode.DONE;
    }

    private static List<Trace> read(String source, StoreOptions store) {
        if (!Source.isStore(source)) {
            return Source.read(source);
        }
        if (Source.query(source).outcome().isPresent()) {
            throw new IllegalArgumentException(
                    "a baseline must not be chosen by outcome: runs chosen because they passed"
                            + " pass less often the next time");
        }
        try (TraceRecycler recycler = store.openToRead();
                Stream<Trace> runs = Source.read(source, recycler)) {
            return runs.toList();
        }
    }

    private static String count(List<Baseline> all) {
        return all.size() + (all.size() == 1 ? " baseline." : " baselines.");
    }

    private static String line(Baseline baseline) {
        return baseline.name() + ": " + baseline.runs() + (baseline.runs() == 1 ? " run" : " runs") + " of "
                + baseline.source() + ", " + baseline.from() + " to " + baseline.to();
    }

    private static String json(Baseline baseline) {
        return "{\"name\":" + DatasetText.quoted(baseline.name()) + ",\"source\":"
                + DatasetText.quoted(baseline.source())
                + ",\"runs\":" + baseline.runs() + ",\"from\":" + DatasetText.quoted(String.valueOf(baseline.from()))
                + ",\"to\":" + DatasetText.quoted(String.valueOf(baseline.to())) + ",\"agents\":["
                + baseline.agents().stream().map(DatasetText::quoted).collect(Collectors.joining(","))
                + "],\"versions\":["
                + baseline.versions().stream().map(DatasetText::quoted).collect(Collectors.joining(","))
                + "],\"sha256\":"
                + DatasetText.quoted(baseline.sha256()) + ",\"refreshed\":" + baseline.refreshed() + "}";
    }
}
