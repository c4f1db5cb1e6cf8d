package dev.arceval.core.store;

import dev.arceval.spi.TraceStore;
import dev.arceval.testkit.contract.TraceStoreKillContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is left in the files after a kill and, where {@code checks/store.sh} lends a library that forgets what was not
 * forced, after a power cut.
 */
final class SqliteKillTest extends TraceStoreKillContract {

    /**
     * A library that is loaded before the system's and keeps, of each file, what was forced to disk; with it a kill is a power
     * cut. See checks/store.sh.
     */
    private static final String POWER_CUT = System.getProperty("arceval.test.powercut", "");

    @Override
    protected TraceStore open(String place, TraceStore.Setup setup) {
        String[] settings = SqliteTraceStore.WRITER_SETTINGS.clone();
        if (System.getProperty("arceval.test.sabotage", "").equals("nosync")) {
            settings[Arrays.asList(settings).indexOf("PRAGMA synchronous = FULL")] = "PRAGMA synchronous = OFF";
        }
        return SqliteTraceStore.open(Path.of(place), setup, settings);
    }

    @Override
    protected List<String> launcher(String place) throws IOException {
        if (POWER_CUT.isEmpty()) {
            return List.of();
        }
        Path store = Files.createDirectories(Path.of(place));
        Path forced = Files.createDirectories(forced(place));
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                Files.copy(file, forced.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return List.of(
                "env",
                "LD_PRELOAD=" + POWER_CUT,
                "POWERCUT_FILES=" + store.toRealPath(),
                "POWERCUT_FORCED=" + forced.toRealPath());
    }

    /** Puts in place of the files what was forced of them. */
    @Override
    protected void killed(String place) throws IOException {
        if (POWER_CUT.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of(place))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(forced(place))) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".part")) {
                    Files.copy(file, Path.of(place).resolve(file.getFileName()));
                }
                Files.delete(file);
            }
        }
    }

    private static Path forced(String place) {
        return Path.of(place).resolveSibling("forced");
    }
}
