package dev.arceval.checks.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.arceval.Doctor;
import dev.arceval.Reports;
import dev.arceval.trace.Diagnosis;
import dev.arceval.trace.Diagnosis.Advice;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Applies advice as it is printed: its text cannot drift from what works. */
final class Followed {

    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    private Followed() {}

    /** What the doctor says of the exported spans. */
    static Diagnosis.Agent examined(Path spans) {
        Diagnosis diagnosis = Doctor.examine(List.of(spans)).diagnosis();
        assertThat(diagnosis.agents()).as(Reports.text(diagnosis)).hasSize(1);
        return diagnosis.agents().get(0);
    }

    static List<Advice> advice(Diagnosis.Agent agent, String framework, Advice.Kind kind) {
        return agent.advice().stream()
                .filter(advice -> advice.framework().equals(framework) && advice.kind() == kind)
                .toList();
    }

    /** The {@code name=value} lines. */
    static Map<String, String> values(List<Advice> advice) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Advice each : advice) {
            each.setting().lines().forEach(line -> {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), line.substring(equals + 1));
            });
        }
        return values;
    }

    /** The class that the advice shows, compiled against the real framework. */
    static Class<?> compiled(Advice advice, Path directory) {
        Matcher name = CLASS.matcher(advice.setting());
        assertThat(name.find()).as(advice.setting()).isTrue();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return advice.setting();
                    }
                };
        StringWriter messages = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "-d",
                                directory.toString(),
                                "-proc:none",
                                "--release",
                                "17",
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        // The frameworks hold on to the class for as long as the test runs.
        try {
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, Followed.class.getClassLoader());
            return loader.loadClass(name.group(1));
        } catch (MalformedURLException | ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A file to export to. */
    static Path file(Path directory, String name) {
        try {
            return Files.createDirectories(directory).resolve(name + ".jsonl");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
