package dev.arceval.testkit;

import dev.arceval.DatasetFiles;
import dev.arceval.eval.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Finds and reads the dataset that a test class names. */
final class DatasetResource {

    private static final Path SOURCES = Path.of("src", "test", "resources");

    private final String name;
    private final Class<?> testClass;
    private final List<String> looked = new ArrayList<>();

    private Dataset dataset = new Dataset("none", List.of());
    private @Nullable Path source;

    private DatasetResource(String name, Class<?> testClass) {
        this.name = name;
        this.testClass = testClass;
    }

    static DatasetResource read(String name, Class<?> testClass) {
        if (name.isBlank()) {
            throw new ExtensionConfigurationException("@RecycledTraces names no file, dataset or store");
        }
        DatasetResource resource = new DatasetResource(name, testClass);
        resource.dataset = resource.read();
        return resource;
    }

    Dataset dataset() {
        return dataset;
    }

    /** Returns the file to update: of a copied resource the one it was copied from, if it lies where sources do. */
    @Nullable
    Path source() {
        return source;
    }

    private Dataset read() {
        Path file = path(name);
        if (file.isAbsolute()) {
            looked.add(file.toString());
            return Files.isRegularFile(file) ? readSource(file) : notFound();
        }
        URL resource = resource();
        if (resource != null) {
            return read(resource);
        }
        for (Path place : List.of(SOURCES.resolve(file), file)) {
            looked.add("file " + place.toAbsolutePath());
            if (Files.isRegularFile(place)) {
                return readSource(place);
            }
        }
        return notFound();
    }

    private Dataset readSource(Path file) {
        source = file;
        return DatasetFiles.read(file);
    }

    private @Nullable URL resource() {
        String absolute = name.startsWith("/") ? name.substring(1) : name;
        String beside = testClass.getPackageName().replace('.', '/') + "/" + absolute;
        for (String place : testClass.getPackageName().isEmpty() ? List.of(absolute) : List.of(beside, absolute)) {
            looked.add("class path " + place);
            URL found = testClass.getResource("/" + place);
            if (found != null) {
                Path copiedFrom = SOURCES.resolve(place);
                source = Files.isRegularFile(copiedFrom) ? copiedFrom : null;
                return found;
            }
        }
        return null;
    }

    private Dataset read(URL resource) {
        try {
            if (resource.getProtocol().equals("file")) {
                return DatasetFiles.read(Path.of(resource.toURI()));
            }
            return readCopy(resource);
        } catch (IOException | URISyntaxException | FileSystemNotFoundException broken) {
            throw new ExtensionConfigurationException("cannot read " + resource + ": " + broken.getMessage(), broken);
        }
    }

    /** A resource in a jar is no file; its copy has the same name, since the dataset is called after it. */
    private Dataset readCopy(URL resource) throws IOException {
        Path directory = Files.createTempDirectory("arc-eval");
        Path copy = directory.resolve(String.valueOf(path(name).getFileName()));
        try (InputStream content = resource.openStream()) {
            Files.copy(content, copy);
            return DatasetFiles.read(copy);
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(directory);
        }
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException invalid) {
            throw new ExtensionConfigurationException("@RecycledTraces names no valid file: " + name, invalid);
        }
    }

    private Dataset notFound() {
        throw new ExtensionConfigurationException(
                "@RecycledTraces: dataset " + name + " not found; looked for\n  " + String.join("\n  ", looked));
    }
}
