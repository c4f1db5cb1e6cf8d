package dev.arceval.checks.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.arceval.ArcEvalException;
import dev.arceval.ArcEvalProvider;
import dev.arceval.TraceRecycler;
import dev.arceval.Tracer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seen from outside: the class path names providers, the doors say what is wrong with them. */
class ProvidersTest {

    @TempDir
    Path classPath;

    private ClassLoader before;
    private URLClassLoader loader;

    @BeforeEach
    void putOnClassPath() throws IOException {
        before = Thread.currentThread().getContextClassLoader();
        loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void restoreClassPath() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    @Test
    void noProvider_namesTheArtifactToAdd() throws IOException {
        provide();
        assertDoorsSay("dev.arceval:arc-eval-core");
    }

    @Test
    void providerThatThrows_isNamed_andItsExceptionKept() throws IOException {
        provide(ThrowingProvider.class.getName());
        ArcEvalException thrown = assertDoorsSay(ThrowingProvider.class.getName());
        assertThat(thrown).rootCause().hasMessage(ThrowingProvider.REASON);
    }

    @Test
    void providerThatIsMissing_isNamed() throws IOException {
        provide("com.example.GoneProvider");
        assertDoorsSay("com.example.GoneProvider");
    }

    @Test
    void providerThatIsNone_isNamed() throws IOException {
        provide(ProvidersTest.class.getName());
        assertDoorsSay(ProvidersTest.class.getName());
    }

    @Test
    void twoProviders_areBothNamed() throws IOException {
        provide(SecondProvider.class.getName(), FirstProvider.class.getName());
        assertDoorsSay(FirstProvider.class.getName(), SecondProvider.class.getName());
    }

    @Test
    void wrappedAgent_worksWhateverTheProviders() throws IOException {
        provide(ThrowingProvider.class.getName(), "com.example.GoneProvider");
        assertThat(Tracer.<String, String>wrap("shout", String::toUpperCase).run("tea"))
                .isEqualTo("TEA");
    }

    /** A failure is not remembered: what was added meanwhile is found. */
    @Test
    void failure_isToldAgain() throws IOException {
        provide(ThrowingProvider.class.getName());
        assertDoorsSay(ThrowingProvider.class.getName());
        provide(FirstProvider.class.getName(), SecondProvider.class.getName());
        assertDoorsSay(FirstProvider.class.getName(), SecondProvider.class.getName());
    }

    private void provide(String... providers) throws IOException {
        Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
        Files.write(services.resolve(ArcEvalProvider.class.getName()), List.of(providers));
    }

    private static ArcEvalException assertDoorsSay(String... facts) {
        return assertThatExceptionOfType(ArcEvalException.class)
                .isThrownBy(TraceRecycler::builder)
                .withMessageContainingAll(facts)
                .actual();
    }
}
