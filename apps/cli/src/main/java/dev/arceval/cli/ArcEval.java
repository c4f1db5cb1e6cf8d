package dev.arceval.cli;

import dev.arceval.ArcEvalException;
import dev.arceval.spi.TraceStore;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code arc-eval}. */
@Command(
        name = "arc-eval",
        description = "Turns agent traces into evaluation datasets, and says whether an agent got worse.",
        mixinStandardHelpOptions = true,
        versionProvider = ArcEval.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a regression, a failed gate or too little coverage",
            "2:wrong usage",
            "3:input that could not be read, or a store that failed"
        })
public final class ArcEval {

    private static final List<Class<?>> COMMANDS = List.of(
            RecycleCommand.class,
            IngestCommand.class,
            TracesCommand.class,
            FeedbackCommand.class,
            PatternsCommand.class,
            DatasetCommand.class,
            CoverageCommand.class,
            CompareCommand.class,
            GateCommand.class,
            BaselineCommand.class,
            MonitorCommand.class,
            HistoryCommand.class,
            RedactCommand.class,
            DoctorCommand.class,
            ExportCommand.class,
            OverheadCommand.class,
            RetainCommand.class,
            DeleteCommand.class,
            SampleCommand.class);

    private ArcEval() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // UTF-8 whatever the machine's own encoding is: reports hold arrows and dashes.
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        int code = run(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Returns the command with all that are below it. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine commandLine = new CommandLine(new ArcEval());
        commands.forEach(commandLine::addSubcommand);
        return commandLine;
    }

    /** The one that is named first, else all: finding out what all of them understand takes longer than many a run. */
    private static List<Class<?>> meant(String... args) {
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    /** Runs one command. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(meant(args))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
                .execute(args);
    }

    private static int failed(Exception failure, CommandLine command) {
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println("arc-eval: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof ArcEvalException || failure instanceof TraceStore.TraceStoreException) {
            command.getErr().println("arc-eval: " + failure.getMessage());
            return ExitCode.INPUT;
        }
        command.getErr().println("arc-eval: unexpected error, please report it:");
        failure.printStackTrace(command.getErr());
        return ExitCode.INPUT;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = ArcEval.class.getPackage().getImplementationVersion();
            return new String[] {"arc-eval " + (version == null ? "(not packaged)" : version)};
        }
    }
}
