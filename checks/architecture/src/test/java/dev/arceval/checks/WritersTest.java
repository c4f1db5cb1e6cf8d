package dev.arceval.checks;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whoever writes, sends, prints or logs stands here with the test that feeds it secrets and looks at every byte. Where all of a
 * package does, the package stands for it. Something new that writes needs a case in such a test.
 */
class WritersTest {

    private static final String COMMANDS = "apps/cli/src/test/java/dev/arceval/cli/CanaryTest.java";
    private static final String LAUNCHER =
            "checks/testkit-junit/src/test/java/dev/arceval/check/testkit/LauncherCanaryTest.java";

    private static final Map<String, String> FED_BY = Map.ofEntries(
            entry("dev.arceval.DefaultRecycler", COMMANDS),
            entry("dev.arceval.cli", COMMANDS),
            entry("dev.arceval.core.Intake", COMMANDS),
            entry("dev.arceval.core.MonitorDoor", COMMANDS),
            entry("dev.arceval.core.StoreProviders", COMMANDS),
            entry("dev.arceval.core.TraceContexts", COMMANDS),
            entry("dev.arceval.core.TraceFormats", COMMANDS),
            entry("dev.arceval.core.WholeFile", COMMANDS),
            entry("dev.arceval.core.capture", COMMANDS),
            entry("dev.arceval.core.redact", COMMANDS),
            entry("dev.arceval.core.store", COMMANDS),
            entry(
                    "dev.arceval.judge",
                    "integrations/arc-eval-judge/src/test/java/dev/arceval/judge/JudgeCanaryTest.java"),
            // It logs the classes of exceptions alone, and hands spans to the recycler.
            entry("dev.arceval.opentelemetry", COMMANDS),
            entry(
                    "dev.arceval.store.postgresql",
                    "stores/arc-eval-store-postgresql/src/test/java/dev/arceval/store/postgresql/PostgresqlCanaryTest.java"),
            entry("dev.arceval.testkit.DatasetResource", LAUNCHER),
            entry("dev.arceval.testkit.ReplayReport", LAUNCHER),
            // A process that is killed says numbers of batches and no text.
            entry("dev.arceval.testkit.contract.KilledProcess", LAUNCHER));

    private static final Set<String> WRITING = Set.of(
            "java.nio.file.Files.write",
            "java.nio.file.Files.writeString",
            "java.nio.file.Files.newBufferedWriter",
            "java.nio.file.Files.newOutputStream",
            "java.nio.file.Files.copy",
            "java.nio.channels.FileChannel.write",
            "java.nio.channels.FileChannel.map",
            "java.io.FileOutputStream.<init>",
            "java.io.FileWriter.<init>",
            "java.io.RandomAccessFile.<init>",
            "java.io.PrintStream.print",
            "java.io.PrintStream.println",
            "java.io.PrintStream.printf",
            "java.io.PrintStream.write",
            "java.io.PrintWriter.print",
            "java.io.PrintWriter.println",
            "java.io.PrintWriter.printf",
            "java.io.PrintWriter.write",
            "java.lang.System$Logger.log",
            "java.util.logging.Logger.log",
            "org.slf4j.Logger.trace",
            "org.slf4j.Logger.debug",
            "org.slf4j.Logger.info",
            "org.slf4j.Logger.warn",
            "org.slf4j.Logger.error",
            "java.net.http.HttpClient.send",
            "java.net.http.HttpClient.sendAsync",
            "java.net.Socket.getOutputStream",
            "java.sql.Connection.prepareStatement",
            "java.sql.Statement.execute",
            "java.sql.Statement.executeUpdate",
            "org.postgresql.copy.CopyManager.copyIn");

    @Test
    void whoeverWrites_isFedCanaries() {
        Set<String> unfed = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (JavaClass code : ArchitectureTest.CODE) {
            if (code.getCodeUnitAccessesFromSelf().stream().anyMatch(WritersTest::writes)) {
                String name = code.getName().replaceAll("\\$.*", "");
                String row = FED_BY.containsKey(name) ? name : code.getPackageName();
                if (FED_BY.containsKey(row)) {
                    used.add(row);
                } else {
                    unfed.add(name);
                }
            }
        }
        assertThat(unfed).as("writes, and no test feeds it canaries").isEmpty();
        assertThat(used)
                .as("every row is of something that writes")
                .containsExactlyInAnyOrderElementsOf(FED_BY.keySet());
    }

    private static boolean writes(JavaCodeUnitAccess<?> access) {
        return WRITING.contains(access.getTargetOwner().getName() + "." + access.getName());
    }

    @Test
    void testsThatFeed_areThere() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("arc-eval-api"))) {
            root = root.getParent();
        }
        assertThat(FED_BY.values().stream().map(root::resolve))
                .allSatisfy(test -> assertThat(test).exists());
    }
}
