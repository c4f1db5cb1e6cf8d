package dev.arceval.checks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Makes small modules to try the text on. */
final class Modules {

    private Modules() {}

    /** A module that exports one package, {@code shapes}, with one type, {@code Shape}. */
    static ModuleReference compile(Path directory, String shape) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("shapes"));
        Path descriptor = Files.writeString(directory.resolve("module-info.java"), "module shapes { exports shapes; }");
        Path type = Files.writeString(sources.resolve("Shape.java"), "package shapes;\n" + shape);
        // JSpecify comes from the class path, which a named module does not see without being told.
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        directory.toString(),
                        "--add-reads",
                        "shapes=ALL-UNNAMED",
                        descriptor.toString(),
                        type.toString());
        assertThat(result).isZero();
        return ModuleFinder.of(directory).find("shapes").orElseThrow();
    }
}
