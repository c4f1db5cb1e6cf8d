package dev.arceval.testkit;

import dev.arceval.TraceRecycler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes recyclers that live as long as a test. */
final class InMemoryRecyclerExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(InMemoryRecyclerExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TraceRecycler.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(context.getUniqueId(), unused -> new Kept(), Kept.class)
                .recycler;
    }

    /** A recycler and the directory its key lies in. */
    private static final class Kept implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        private final Path directory;
        private final TraceRecycler recycler;

        Kept() {
            try {
                directory = Files.createTempDirectory("arc-eval");
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot make a directory for the recycler's key", failed);
            }
            recycler = TraceRecycler.builder()
                    .directory(directory)
                    .store("memory:")
                    .build();
        }

        @Override
        public void close() throws IOException {
            recycler.close();
            if (!Files.exists(directory)) {
                return;
            }
            List<Path> files;
            try (Stream<Path> all = Files.walk(directory)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
