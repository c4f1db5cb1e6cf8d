package dev.arceval.checks.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where Jazzer enters: the target named by the system property {@code fuzz.target}. */
public final class FuzzEntry {

    private static final Consumer<byte[]> TARGET = target(System.getProperty("fuzz.target", ""));

    private FuzzEntry() {}

    /** Called by Jazzer once: what is loaded and made at first use does not count against the time of an input. */
    public static void fuzzerInitialize() throws IOException {
        for (Path seed : Corpus.files()) {
            TARGET.accept(Files.readAllBytes(seed));
        }
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.accept(input);
    }

    private static Consumer<byte[]> target(String name) {
        if (name.equals(Targets.TOGETHER)) {
            return input -> Targets.ALL.values().forEach(target -> target.accept(input));
        }
        Consumer<byte[]> target = Targets.ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no fuzz target " + name + "; there are: " + Targets.ALL.keySet());
        }
        return target;
    }
}
