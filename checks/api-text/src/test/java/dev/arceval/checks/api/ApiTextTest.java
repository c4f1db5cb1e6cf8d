package dev.arceval.checks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The texts in {@code docs/api} say what the code says. {@code -Darceval.update=true} writes them anew. */
class ApiTextTest {

    private static final Path DIRECTORY =
            Path.of(System.getProperty("basedir", "")).resolve("../../docs/api").normalize();

    private static final Map<String, String> EXPECTED = new TreeMap<>();

    @BeforeAll
    static void readModules() throws IOException {
        for (ModuleReference module : modules()) {
            if (module.descriptor().exports().stream().anyMatch(exports -> !exports.isQualified())) {
                EXPECTED.put(module.descriptor().name() + ".txt", ApiText.of(module));
            }
        }
        if (Boolean.getBoolean("arceval.update")) {
            Files.createDirectories(DIRECTORY);
            for (String stale : written()) {
                Files.delete(DIRECTORY.resolve(stale));
            }
            for (Map.Entry<String, String> file : EXPECTED.entrySet()) {
                Files.writeString(DIRECTORY.resolve(file.getKey()), file.getValue());
            }
        }
    }

    @Test
    void everyModuleThatExportsSomethingHasAText() throws IOException {
        assertThat(EXPECTED).containsKey("dev.arceval.api.txt");
        assertThat(written()).as(howToUpdate()).containsExactlyElementsOf(EXPECTED.keySet());
    }

    @Test
    void textsSayWhatTheCodeSays() throws IOException {
        List<String> changes = new ArrayList<>();
        for (Map.Entry<String, String> file : EXPECTED.entrySet()) {
            Path path = DIRECTORY.resolve(file.getKey());
            String actual = Files.exists(path) ? Files.readString(path) : "";
            if (!actual.equals(file.getValue())) {
                changes.add(file.getKey());
                changes.addAll(difference("  - ", actual, file.getValue()));
                changes.addAll(difference("  + ", file.getValue(), actual));
            }
        }
        if (!changes.isEmpty()) {
            fail(howToUpdate() + "\n" + String.join("\n", changes));
        }
    }

    @Test
    void textShowsAnIncompatibleChange(@TempDir Path directory) throws IOException {
        String before = ApiText.of(Modules.compile(directory.resolve("before"), """
                public record Shape(String name, int sides) {}
                """));
        String after = ApiText.of(Modules.compile(directory.resolve("after"), """
                public record Shape(@org.jspecify.annotations.Nullable String name, long sides) {}
                """));
        assertThat(before).contains("record shapes.Shape(String name, int sides)");
        assertThat(after).contains("record shapes.Shape(@Nullable String name, long sides)");
    }

    private static List<ModuleReference> modules() {
        Path[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> ownModule(entry))
                .toArray(Path[]::new);
        return List.copyOf(ModuleFinder.of(classPath).findAll());
    }

    /** Only our own: a library on the class path may not be a valid module. */
    private static boolean ownModule(Path entry) {
        Path file = Files.isDirectory(entry) ? entry.resolve("../..").normalize() : entry;
        return file.getFileName().toString().startsWith("arc-eval-")
                && !entry.getFileName().toString().equals("test-classes");
    }

    private static List<String> written() throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> difference(String prefix, String lines, String without) {
        List<String> rest = new ArrayList<>(lines.lines().toList());
        without.lines().forEach(rest::remove);
        return rest.stream().map(line -> prefix + line.strip()).toList();
    }

    private static String howToUpdate() {
        return "The public API is not what docs/api says. If that is meant, run"
                + " `mvn verify -pl checks/api-text -am -Darceval.update=true`, review the diff and commit it.";
    }
}
